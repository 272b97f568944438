package io.penstock.processor.stream;

import io.penstock.processor.intake.UnreadablePositionException;
import io.penstock.processor.partition.StrandedTasksException;
import io.penstock.processor.registry.JobsChangedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides whether a stream thread that has ended is replaced. What passes (a broker that was restarted in a bad moment)
 * costs a thread now and then, or all of them at once; what does not would end them one time after the other, and is for
 * whoever supervises the process.
 * Threads may share one.
 */
final class ThreadFailures {
    private static final int TOLERATED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /** What ends a process's threads ends them within this time, and counts once. */
    private static final Duration ONE_TIME = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Deque<Instant> recent = new ArrayDeque<>();

    ThreadFailures(InstantSource clock) {
        this.clock = clock;
    }

    /** A thread has ended by this: whether another one may take its place. */
    synchronized boolean tolerates(Throwable failure) {
        Instant now = clock.instant();
        if (recent.isEmpty() || !now.isBefore(recent.getLast().plus(ONE_TIME))) {
            recent.add(now);
        }
        while (recent.element().isBefore(now.minus(WINDOW))) {
            recent.remove();
        }
        return failure instanceof Exception && !isRefusal(reason(failure)) && recent.size() <= TOLERATED;
    }

    /** What is to be told of a thread's end: a refusal to work that is behind it, for it says what to do; else all. */
    static Throwable reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isRefusal(cause)) {
                return cause;
            }
        }
        return failure;
    }

    /** Another thread would find the same. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof StrandedTasksException
                || failure instanceof JobsChangedException
                || failure instanceof UnreadablePositionException;
    }
}
