package io.penstock.cli.crash;

import static org.awaitility.Awaitility.await;

import io.penstock.cli.Penstock;
import io.penstock.cli.testing.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command of Penstock in a process of its own, which is killed and started again. For use by one thread. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final Map<String, String> environment;
    private Optional<Process> process = Optional.empty();
    private CompletableFuture<Long> ended = new CompletableFuture<>();
    private Instant startedAt = Instant.MAX;
    private int starts;

    /**
     * A command that is not started yet.
     *
     * @param folder its working directory, which gets its output too
     * @param environment what it finds in its environment beside ours
     * @param arguments the command and its arguments
     */
    public ChildProcess(Path folder, Map<String, String> environment, String... arguments) {
        this.name = arguments[0];
        this.folder = folder;
        this.environment = environment;
        this.command = JavaCommand.of("384m", Penstock.class, arguments);
    }

    private ChildProcess(ChildProcess like, Path folder) {
        this.name = like.name;
        this.folder = folder;
        this.environment = like.environment;
        this.command = like.command;
    }

    /** The same command with another working directory, for a process beside this one. */
    public ChildProcess again(Path other) {
        return new ChildProcess(this, other);
    }

    public String name() {
        return name;
    }

    /** Starts it. */
    public void start() {
        starts++;
        startedAt = Instant.now();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = Optional.of(started);
            ended = started.onExit().thenApply(gone -> System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When it was started last. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        await(name + " ready").atMost(PATIENCE).until(() -> {
            if (!isAlive()) {
                throw new AssertionError(name + " ended by itself:\n" + text());
            }
            return text().contains(" ready");
        });
    }

    /** Its process's number, or that of the last one. */
    public long pid() {
        return process.map(Process::pid).orElse(-1L);
    }

    public boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /**
     * Waits until it has ended by itself, in order.
     *
     * @return when, by {@link System#nanoTime}
     */
    public long awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
        long at = ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (process.map(Process::exitValue).orElse(-1) != 0) {
            throw new AssertionError(name + " did not end in order:\n" + text());
        }
        return at;
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            try {
                if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError(name + " survives SIGKILL");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Has it stand still, as a machine does that is out of memory, or moved.
     *
     * @return whether it does; not if it has ended
     */
    public boolean pause() {
        return signal("-STOP");
    }

    /** Has it go on, if it has not ended. */
    public void resume() {
        signal("-CONT");
    }

    private boolean signal(String signal) {
        try {
            boolean taken = isAlive()
                    && new ProcessBuilder("kill", signal, Long.toString(pid()))
                                    .inheritIO()
                                    .start()
                                    .waitFor()
                            == 0;
            if (!taken && isAlive()) {
                throw new AssertionError(name + " takes no signal " + signal);
            }
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What it has said since it was started last. */
    public String text() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Path output() {
        return folder.resolve(name + "-" + starts + ".out");
    }
}
