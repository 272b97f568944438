package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Penstock's processor with handlers that note how long their tasks waited. It hears {@code begin}: forgets them, {@code
 * sum FILE}: tells them, and {@code work FILE}: tells what it knows.
 */
final class TiersProcess implements Contestant {
    private final TaskCount count = new TaskCount();
    private final PenstockProcessor processor;

    private TiersProcess(Options options) {
        processor = new PenstockProcessor(Installation.of(options), options.text("settings"), count);
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
    public void hear(String line) throws IOException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "begin" -> UrgentHandler.WAITS.begin();
            case "sum" -> Answers.write(Path.of(words[1]), UrgentHandler.WAITS.sum());
            case "work" -> Answers.write(Path.of(words[1]), new Work(count.admitted(), count.done(), List.of()));
            default -> throw new IllegalArgumentException("Nobody says '" + line + "'");
        }
    }

    @Override
    public void close() {
        processor.close();
    }
}
