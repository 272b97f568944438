package io.penstock.benchmarks.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code penstock up}, started as users start it. For use by one thread. */
final class UpProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Penstock ready, Kafka at ([^;]*);");
    /** The launcher may have to build first. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOPPING = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Process process;
    private final Path output;

    private UpProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it in a directory, with a configuration. */
    static UpProcess start(Path folder, String configuration) throws IOException {
        Files.writeString(folder.resolve("penstock.yaml"), configuration);
        Path launcher = Path.of(System.getProperty("penstock.home", "."), "penstock");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(launcher.toString(), "up", "--config", "penstock.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new UpProcess(process, output);
    }

    /** Waits until it is ready; returns the address of its broker. */
    String awaitReady() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.find()) {
                return ready.group(1);
            }
            leaveAlone(LOOK);
        }
        throw failure("was not ready within " + PATIENCE.toSeconds() + " s");
    }

    /** Lets time pass. */
    void leaveAlone(Duration time) throws InterruptedException {
        if (process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** Lets time pass; returns how much of it the process was on a core, 1 for one core. */
    double share(Duration time) throws InterruptedException {
        long began = System.nanoTime();
        Duration before = processorTime();
        leaveAlone(time);
        return (processorTime().toNanos() - before.toNanos()) / (double) (System.nanoTime() - began);
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** For a process that does not do what it should: what, and what it printed. */
    IllegalStateException failure(String what) {
        try {
            List<String> lines = Files.readAllLines(output);
            return new IllegalStateException("penstock up " + what + ". It printed:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        } catch (IOException unreadable) {
            return new IllegalStateException("penstock up " + what, unreadable);
        }
    }

    private Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(
                        () -> new IllegalStateException("This system does not say how much a process has worked."));
    }

    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
