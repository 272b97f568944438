package io.penstock.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.Penstock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The penstock command in a process of its own. */
public final class PenstockProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private PenstockProcess(Process process) {
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
    }

    /** Starts it in a directory. */
    public static PenstockProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, JavaCommand.of("512m", Penstock.class, arguments));
    }

    /** Starts it with no more time to end than it has with users. */
    public static PenstockProcess startAsUsersDo(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(JavaCommand.of("512m", Penstock.class, arguments));
        command.remove(JavaCommand.TIME_TO_END);
        return start(directory, command);
    }

    private static PenstockProcess start(Path directory, List<String> command) throws IOException {
        return new PenstockProcess(
                new ProcessBuilder(command).directory(directory.toFile()).start());
    }

    /** What it has written to standard output so far. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** What it has written to standard error so far. */
    public List<String> err() {
        return List.copyOf(err);
    }

    /** Waits until a line of standard output, or of standard error, contains a text; returns the line. */
    public String awaitLine(String text) {
        return awaitLine(line -> line.contains(text));
    }

    /** Waits until standard output, or standard error, has such a line; returns it. */
    public String awaitLine(Predicate<String> wanted) {
        await().atMost(PATIENCE).until(() -> !line(wanted).isEmpty() || !process.isAlive());
        assertThat(line(wanted)).as("ended? %s %s", out, err).isNotEmpty();
        return line(wanted);
    }

    private String line(Predicate<String> wanted) {
        List<String> lines = new ArrayList<>(out);
        lines.addAll(err);
        return lines.stream().filter(wanted).findFirst().orElse("");
    }

    /** Ends it as Ctrl-C and service managers do, and waits; returns the exit code. */
    public int terminate() throws InterruptedException {
        // Process.destroy() would also close the streams from which its last words are read.
        process.toHandle().destroy();
        return awaitEnd();
    }

    /** Waits until it has ended; returns the exit code. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ended: %s %s", out, err)
                .isTrue();
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        // Else it might still write where its directory is being removed.
        process.destroyForcibly().onExit().join();
    }

    private static Thread reader(InputStream stream, List<String> lines) {
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException ended) {
                // It was killed.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
