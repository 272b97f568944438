package io.penstock.benchmarks.commands;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Trial;
import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The commands, each of them run beside the yardstick. For use by one thread. */
final class CommandsSession implements Session {
    private static final int OPEN = 100_000;
    private static final int LOST = 10_000;
    private static final int QUICK_DIVISOR = 10;
    private static final String YARDSTICK = "a bare admin client";
    private static final double LIMIT_SECONDS = 1;
    private static final String ID = Deployment.IN_THE_MIDDLE;

    /** As they are typed; the configuration is named behind them. */
    private static final List<String> COMMANDS = List.of(
            "status",
            "jobs list",
            "tasks show " + ID,
            "tasks show 4711 --job refused",
            "tasks list",
            "tasks list --job later --state waiting --older-than 1s --lane k17",
            "lanes list --hot",
            "lanes list --quarantined",
            "topics",
            "dead-letters list",
            "dead-letters list --reason rejected --severity error --limit 10000",
            "dead-letters show 4711",
            "pause --job later k17",
            "resume --job later k17",
            "cancel --job later 3",
            "retry 4711 --dry-run",
            "forget --job later 4");

    private final Site site;
    private final Path home;
    private final Deployment deployment;

    CommandsSession(Site site, Path home) throws IOException, InterruptedException {
        this.site = site;
        this.home = home;
        boolean quick = site.environment().scale() == Scale.QUICK;
        // The first call builds it, if that has not been done.
        run(
                List.of(home.resolve("penstock").toString(), "--version"),
                site.environment().directory());
        int divisor = quick ? QUICK_DIVISOR : 1;
        this.deployment = Deployment.start(site, home, OPEN / divisor, LOST / divisor);
        COMMANDS.forEach(this::once);
        bare();
    }

    private void once(String command) {
        try {
            time(command);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("penstock " + command + " cannot be run: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Case> cases() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.told(YARDSTICK, "s"));
        COMMANDS.forEach(command -> figures.add(Figure.atMost(LIMIT_SECONDS, command, "s more")));
        return List.of(new Trial("penstock", true, figures, this::measure));
    }

    private Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        double bare = bare();
        figures.put(YARDSTICK, bare);
        for (String command : COMMANDS) {
            figures.put(command, time(command) - bare);
        }
        return figures;
    }

    private double time(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(home.resolve("penstock").toString()));
        words.addAll(List.of(command.split(" ")));
        words.addAll(List.of("--config", "penstock.yaml"));
        return run(words, deployment.directory());
    }

    private double bare() throws IOException, InterruptedException {
        return run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListTopics.class.getName(),
                        site.bootstrapServers()),
                deployment.directory());
    }

    /** Runs it to its end, and tells how many seconds that took. Some have nothing to do the second time: they say so. */
    private static double run(List<String> words, Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("command.log");
        long began = System.nanoTime();
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", words) + " does not end");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String told = Files.readString(log);
        if (process.exitValue() > 1 || told.isBlank() || told.contains("cannot be asked")) {
            throw new IllegalStateException(
                    "%s ended with %d: %s".formatted(String.join(" ", words), process.exitValue(), told));
        }
        return seconds;
    }

    @Override
    public void close() throws InterruptedException {
        deployment.close();
        site.close();
    }
}
