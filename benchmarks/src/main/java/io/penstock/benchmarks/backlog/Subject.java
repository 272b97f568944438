package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.process.JavaProcess;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The process that is looked at. For use by one thread. */
final class Subject implements AutoCloseable {
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 20;

    private final JavaProcess process;
    private final Path directory;
    private int asked;

    Subject(JavaProcess process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /** What it has counted by now. */
    record Figures(Properties values) {
        long of(String name) {
            return Long.parseLong(values.getProperty(name, "0"));
        }

        double secondsSince(Figures before) {
            return (of("nanos") - before.of("nanos")) / 1e9;
        }

        /** How much it has counted since, over all stores or in one: {@code backlog.}. */
        long since(Figures before, String store, String counter) {
            return values.stringPropertyNames().stream()
                    .filter(name -> name.startsWith(store) && name.endsWith("." + counter))
                    .mapToLong(name -> of(name) - before.of(name))
                    .sum();
        }
    }

    /** Asks. */
    Figures figures() throws IOException, InterruptedException {
        Path file = directory.resolve("figures-" + asked++);
        process.ask("figures", file);
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            values.load(in);
        }
        Files.delete(file);
        return new Figures(values);
    }

    /** Waits until it has counted so many of a kind. */
    Figures await(String kind, long count, LongConsumer progress) throws IOException, InterruptedException {
        long last = -1;
        for (long since = System.nanoTime(); ; TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS)) {
            Figures now = figures();
            long reached = now.of(kind);
            if (reached >= count) {
                return now;
            }
            if (reached != last) {
                last = reached;
                since = System.nanoTime();
                progress.accept(reached);
            } else if (System.nanoTime() - since > STALLED.toNanos()) {
                throw process.failure("has stopped at %,d %s of %,d".formatted(reached, kind, count));
            }
        }
    }

    void let(int tasks) throws IOException {
        process.say("let " + tasks);
    }

    void fail() throws IOException {
        process.say("fail");
    }

    void recover() throws IOException {
        process.say("recover");
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
    }
}
