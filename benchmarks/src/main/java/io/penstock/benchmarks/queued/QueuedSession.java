package io.penstock.benchmarks.queued;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Comparison;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Side;
import io.penstock.benchmarks.harness.Throughput;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Topics with work for each scenario, filled when the first run asks for them. For use by one thread. */
final class QueuedSession implements Session {
    private static final int WARM_UP_PERCENT = 20;
    private static final int MANY = 1_000;
    private static final String ADAPTIVE = "adaptive";
    private static final String FIXED = "100ms";

    private final Site site;
    private final Set<String> filled = new HashSet<>();
    private final List<Case> cases = new ArrayList<>();

    private record Scenario(Keys keys, int handlerMillis, int concurrency, int work) {
        String source() {
            return String.format(Locale.ROOT, "work-%s-%d", keys, work).toLowerCase(Locale.ROOT);
        }

        String name() {
            return String.format(
                    Locale.ROOT,
                    "%d ms, %s, concurrency %,d",
                    handlerMillis,
                    keys.name().toLowerCase(Locale.ROOT),
                    concurrency);
        }
    }

    private QueuedSession(Site site) {
        this.site = site;
        if (site.environment().scale() == Scale.QUICK) {
            firstImpression();
        } else {
            all();
        }
    }

    /** So much as can be measured within two minutes: each run takes a virtual machine some seconds to start. */
    private void firstImpression() {
        Scenario uniform = new Scenario(Keys.UNIFORM, 10, 100, 15_000);
        Scenario zipf = new Scenario(Keys.ZIPF, 10, 100, 3_000);
        cases.add(compared(uniform, "Parallel Consumer", PeerParallelConsumer.class));
        cases.add(compared(zipf, "pool", PeerPool.class));
        cases.add(latency(new ResultLatency(site, 6), ADAPTIVE, 40, 100));
    }

    private void all() {
        Scenario tenMillis = new Scenario(Keys.UNIFORM, 10, 100, 80_000);
        List<Scenario> scenarios = List.of(
                // So many that the virtual machine's compiler comes to rest: it takes more than the work in the first
                // ones.
                new Scenario(Keys.UNIFORM, 1, 100, 360_000),
                tenMillis,
                new Scenario(Keys.UNIFORM, 100, 100, 12_000),
                new Scenario(Keys.UNIFORM, 100, MANY, 60_000),
                new Scenario(Keys.ZIPF, 10, 100, 15_000),
                new Scenario(Keys.ZIPF, 100, 100, 1_500));
        for (Scenario scenario : scenarios) {
            cases.add(compared(scenario, "Parallel Consumer", PeerParallelConsumer.class));
            cases.add(compared(scenario, "pool", PeerPool.class));
        }
        cases.add(new Comparison(
                tenMillis.name() + ", commit: adaptive, against commit: 100ms",
                "tasks/s",
                side -> measure(tenMillis, PenstockQueued.class, side == Side.PENSTOCK ? ADAPTIVE : FIXED)));
        ResultLatency latency = new ResultLatency(site, 40);
        cases.add(latency(latency, FIXED, 150, 300));
        cases.add(latency(latency, ADAPTIVE, 40, 100));
    }

    static QueuedSession open(Environment environment) {
        return new QueuedSession(Site.open(environment));
    }

    @Override
    public List<Case> cases() {
        return cases;
    }

    private Case compared(Scenario scenario, String peer, Class<?> contestant) {
        return new Comparison(
                scenario.name() + ", against " + peer,
                "tasks/s",
                side -> measure(scenario, side == Side.PENSTOCK ? PenstockQueued.class : contestant, ADAPTIVE));
    }

    private static Case latency(ResultLatency latency, String commit, double median, double tail) {
        return new Trial(
                "latency at 500 tasks/s, commit: " + commit,
                true,
                List.of(Figure.atMost(median, "p50", "ms"), Figure.atMost(tail, "p99", "ms")),
                () -> latency.measure(commit));
    }

    private void fill(Scenario scenario) {
        if (filled.add(scenario.source())) {
            String source = scenario.source();
            int[] keys = scenario.keys().of(scenario.work());
            site.fill(QueuedRun.changes(source), scenario.work(), new CounterWork(source, keys)::change);
            site.fill(QueuedRun.plain(source), scenario.work(), new CounterWork(source, keys)::plain);
        }
    }

    private double measure(Scenario scenario, Class<?> contestant, String commit)
            throws IOException, InterruptedException {
        fill(scenario);
        Installation installation = site.install("queued", scenario.source());
        QueuedRun run = new QueuedRun(installation, scenario.handlerMillis(), scenario.concurrency(), commit, false);
        Throughput throughput = new Throughput((long) scenario.work() * WARM_UP_PERCENT / 100, scenario.work());
        return site.perSecond(contestant, installation, run.options(), throughput);
    }

    @Override
    public void close() {
        site.close();
    }
}
