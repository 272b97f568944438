package io.penstock.benchmarks.demo;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.harness.Trial.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the demo, once for each run. For use by one thread. */
final class DemoSession implements Session {
    private static final String P50 = "p50";
    private static final String P99 = "p99";
    private static final double MOST_P50_MILLIS = 250;
    private static final double MOST_P99_MILLIS = 500;
    private static final int CHANGES = 120_000;
    /** Half a minute at the full rate behind a start that goes well, and still some seconds behind the longest one. */
    private static final int QUICK_CHANGES = 40_000;

    private final Environment environment;
    private final Path home;

    private DemoSession(Environment environment, Path home) {
        this.environment = environment;
        this.home = home;
    }

    /** Builds what the launcher starts, if that has not been done. */
    static DemoSession open(Environment environment) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("penstock.home", "."));
        environment.progress().now("building Penstock, if that has not been done ...");
        DemoProcess.build(home, environment.directory());
        return new DemoSession(environment, home);
    }

    @Override
    public List<Case> cases() {
        Trial asItComes = trial("as it comes", DemoConfiguration.asItComes());
        return environment.scale() == Scale.QUICK
                ? List.of(asItComes)
                : List.of(asItComes, trial("commit: 100ms", DemoConfiguration.committing("100ms")));
    }

    private Trial trial(String name, DemoConfiguration configuration) {
        List<Figure> figures =
                List.of(Figure.atMost(MOST_P50_MILLIS, P50, "ms"), Figure.atMost(MOST_P99_MILLIS, P99, "ms"));
        return new Trial(name, environment.scale() == Scale.FULL, figures, () -> measure(configuration));
    }

    private Map<String, Double> measure(DemoConfiguration configuration) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(environment.directory(), "demo");
        int changes = environment.scale() == Scale.QUICK ? QUICK_CHANGES : CHANGES;
        DemoFigures figures;
        try (DemoProcess demo = DemoProcess.start(home, folder, configuration, environment.mongodb(), changes)) {
            figures = demo.awaitEnd();
        }
        return Map.of(P50, figures.p50(), P99, figures.p99());
    }

    @Override
    public void close() {
        // Each run has ended its demo.
    }
}
