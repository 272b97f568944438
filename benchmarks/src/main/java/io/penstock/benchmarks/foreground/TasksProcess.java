package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.processor.App;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The background: Penstock's processor with tasks that use the database. It hears {@code work FILE}: tells what it has done. */
final class TasksProcess implements Contestant {
    private final TaskCount count = new TaskCount();
    private final App app;
    /** Guarded by itself. */
    private final List<Work.Second> seconds = new ArrayList<>();

    private TasksProcess(Options options) {
        Installation installation = Installation.of(options);
        Settings settings = PenstockProcessor.settings(installation, options.text("mongodb"), options.text("settings"));
        app = new App(settings, installation.state(), count);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, TasksProcess::new);
    }

    @Override
    public void start() {
        app.start(failure -> System.exit(1));
        Thread clock = new Thread(this::tick, "clock");
        clock.setDaemon(true);
        clock.start();
    }

    private void tick() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                Work.Second second = new Work.Second(System.currentTimeMillis(), count.done());
                synchronized (seconds) {
                    seconds.add(second);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void hear(String line) throws IOException {
        String[] words = line.split(" ", 2);
        if (!words[0].equals("work")) {
            throw new IllegalArgumentException("Nobody says '" + line + "'");
        }
        List<Work.Second> soFar;
        synchronized (seconds) {
            soFar = List.copyOf(seconds);
        }
        Answers.write(Path.of(words[1]), new Work(count.admitted(), count.done(), soFar));
    }

    @Override
    public void close() {
        app.close();
    }
}
