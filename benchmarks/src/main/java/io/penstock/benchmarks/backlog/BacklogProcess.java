package io.penstock.benchmarks.backlog;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.processor.App;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.TaskEventKind;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Penstock's processor with counters. It hears {@code let N}: lets so many tasks through; and {@code figures FILE}: writes
 * what it has counted.
 */
final class BacklogProcess implements Contestant, TaskListener {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long LOOK_NANOS = 2_000_000;

    private final StoreCounters counters = new StoreCounters();
    private final Map<TaskEventKind, LongAdder> told = new ConcurrentHashMap<>();
    private final App app;
    private volatile long restored;

    private BacklogProcess(Options options) {
        Installation installation = Installation.of(options);
        this.app = new App(
                PenstockProcessor.settings(
                        installation, Jobs.of(options.text("job")).settings()),
                installation.state(),
                this,
                counters);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, BacklogProcess::new);
    }

    @Override
    public void start() {
        app.start(failure -> System.exit(1));
        Thread watcher = new Thread(
                () -> {
                    while (!app.isRunning()) {
                        LockSupport.parkNanos(LOOK_NANOS);
                    }
                    restored = System.nanoTime();
                },
                "watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        told.computeIfAbsent(kind, absent -> new LongAdder()).increment();
    }

    @Override
    public void hear(String line) throws IOException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "let" -> GatedHandler.let(Integer.parseInt(words[1]));
            case "fail" -> FailingHandler.fail(true);
            case "recover" -> FailingHandler.fail(false);
            case "figures" -> write(Path.of(words[1]));
            default -> throw new IllegalArgumentException("Nobody says '" + line + "'");
        }
    }

    private void write(Path file) throws IOException {
        Properties figures = new Properties();
        told.forEach((kind, count) -> figures.setProperty(kind.text(), Long.toString(count.sum())));
        counters.counts().forEach((counter, count) -> figures.setProperty(counter, Long.toString(count)));
        figures.setProperty("nanos", Long.toString(System.nanoTime()));
        figures.setProperty("restored", Long.toString(restored));
        figures.setProperty("first", Long.toString(GatedHandler.first()));
        figures.setProperty("resident", Long.toString(kilobytes("VmRSS:")));
        figures.setProperty("peak", Long.toString(kilobytes("VmHWM:")));
        Path whole = file.resolveSibling(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(whole)) {
            figures.store(out, null);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** From the kernel; 0 where it does not tell. */
    private static long kilobytes(String field) throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
