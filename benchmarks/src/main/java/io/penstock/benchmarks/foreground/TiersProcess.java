package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.TaskEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Penstock's processor with handlers that note how long their tasks waited. It hears {@code begin}: forgets them, {@code
 * sum FILE}: tells them, and {@code work FILE}: tells what it knows.
 */
final class TiersProcess implements Contestant, TaskListener {
    private final LongAdder admitted = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final PenstockProcessor processor;

    private TiersProcess(Options options) {
        processor = new PenstockProcessor(Installation.of(options), options.text("settings"), this);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, TiersProcess::new);
    }

    @Override
    public void start() {
        processor.start();
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        if (kind == TaskEventKind.ADMITTED) {
            admitted.increment();
        } else if (kind == TaskEventKind.SUCCEEDED) {
            done.increment();
        }
    }

    @Override
    public void hear(String line) throws IOException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "begin" -> UrgentHandler.WAITS.begin();
            case "sum" -> Answers.write(Path.of(words[1]), UrgentHandler.WAITS.sum());
            case "work" -> Answers.write(Path.of(words[1]), new Work(admitted.sum(), done.sum(), List.of()));
            default -> throw new IllegalArgumentException("Nobody says '" + line + "'");
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
