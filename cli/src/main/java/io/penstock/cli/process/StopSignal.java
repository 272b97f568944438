package io.penstock.cli.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ctrl-C and SIGTERM, as a wish that a command heeds: it ends in its own way, and the process with its exit code. A
 * command that does not heed it is ended at once, as by any signal, unless it has left word ({@link #untilHeeded}).
 *
 * <p>Safe for use by several threads.
 */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean heeded;
    private volatile Duration grace = Duration.ZERO;
    private volatile Optional<Runnable> goodbye = Optional.empty();
    private volatile Optional<Outcome> outcome = Optional.empty();

    private record Outcome(int exitCode, Runnable farewell) {}

    /**
     * Has the signals of this process come here. To be called once, before any command runs.
     *
     * @param bound how long a command may take to end, beside what it has asked for ({@link #allow}); after that the
     *     process ends with exit code 1
     */
    public void install(Duration bound) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signalled(bound), "stop-signal"));
    }

    /** Ends the process, be it asked for by a signal or not. Does not return. */
    public void exit(int code) {
        exitCode.complete(code);
        System.exit(code);
    }

    /** Whether somebody wished the end. A command that asks this heeds it. */
    public boolean requested() {
        heeded = true;
        return requested.getCount() == 0;
    }

    /** Waits until somebody wishes the end. */
    public void await() throws InterruptedException {
        heeded = true;
        requested.await();
    }

    /** Waits until somebody wishes the end, for a while; returns whether somebody did. */
    public boolean await(Duration patience) throws InterruptedException {
        heeded = true;
        return requested.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs something when somebody wishes the end, on another thread; at once if it has been wished already. */
    public void onRequest(Runnable listener) {
        heeded = true;
        listeners.add(listener);
        if (requested.getCount() == 0) {
            listener.run();
        }
    }

    /** From now on the listener hears of nothing. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /**
     * For a command that takes a while until it heeds the wish: what is to be done if that comes before. It runs on another
     * thread, and then the process ends with exit code 0.
     */
    public void untilHeeded(Runnable farewell) {
        goodbye = Optional.of(farewell);
    }

    /**
     * For a command that has done and told all that was asked of it, and has only to close what it opened: should that take
     * longer than a stopped process may, the process ends with this exit code all the same.
     *
     * @param farewell what is to be done before a process ends that did not close in time; it runs on another thread
     */
    public void concluded(int code, Runnable farewell) {
        outcome = Optional.of(new Outcome(code, farewell));
    }

    /** Gives a command so much more time to end, for work that it lets come to its end. */
    public void allow(Duration more) {
        grace = more;
    }

    /** Wishes the end. */
    public void request() {
        requested.countDown();
        listeners.forEach(Runnable::run);
    }

    private void signalled(Duration bound) {
        if (exitCode.isDone()) {
            return;
        }
        request();
        if (heeded) {
            // System.exit, which the command's end leads to, waits for this very thread: only a halt has its exit code.
            Runtime.getRuntime().halt(awaitExitCode(bound.plus(grace)));
        }
        goodbye.ifPresent(farewell -> {
            farewell.run();
            Runtime.getRuntime().halt(ExitCodes.DONE);
        });
    }

    private int awaitExitCode(Duration bound) {
        try {
            return exitCode.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (outcome.isPresent()) {
                outcome.get().farewell().run();
                return outcome.get().exitCode();
            }
            System.err.println("penstock: did not end within " + bound.toMillis() + " ms; ended by force");
            return ExitCodes.FAILED;
        } catch (InterruptedException | ExecutionException e) {
            return ExitCodes.FAILED;
        }
    }
}
