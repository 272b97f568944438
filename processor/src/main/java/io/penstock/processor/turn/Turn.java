package io.penstock.processor.turn;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The next few attempts of one lane, handed to a worker together, so that a busy lane does not wait for the stream thread
 * between two tasks. The worker goes on as long as attempts succeed; the owner adds to it meanwhile. A turn is over at the
 * first attempt that does not succeed, when nothing waits, or when its owner stops it; it never begins again.
 *
 * <p>Safe for use by several threads: one owner, one worker.
 */
public final class Turn {
    private final TurnEvent.Sink events;
    private final InstantSource clock;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private Optional<RunningAttempt> current = Optional.empty();
    private boolean over;
    private Runnable stopped = () -> {};

    /**
     * @param events where its worker tells what happens
     * @param clock the time of day
     */
    public Turn(TurnEvent.Sink events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * For the owner: adds work to the end.
     *
     * @return whether the worker will come to it; false if the turn is over
     */
    public synchronized boolean add(Work work) {
        if (!over) {
            waiting.add(work);
        }
        return !over;
    }

    /**
     * For the owner: takes back work that has not begun.
     *
     * @return whether it did; false if it has begun, or is not here
     */
    public synchronized boolean withdraw(long sequence) {
        return waiting.removeIf(work -> work.sequence() == sequence);
    }

    /**
     * For the owner: the worker begins nothing more. What it runs now goes on.
     *
     * @return what has not begun, in order
     */
    public List<Work> stop() {
        List<Work> rest;
        Runnable told;
        synchronized (this) {
            over = true;
            rest = new ArrayList<>(waiting);
            waiting.clear();
            told = stopped;
            stopped = () -> {};
        }
        told.run();
        return rest;
    }

    /**
     * For the worker: what is to be done when the owner stops the turn, so that nobody waits with it; at once if it is over.
     * The last one counts. Must not wait.
     */
    public void onStop(Runnable action) {
        boolean now;
        synchronized (this) {
            now = over;
            stopped = now ? () -> {} : action;
        }
        if (now) {
            action.run();
        }
    }

    /** For the worker, between two attempts: whether there is more to begin. If there is not, the turn is over. */
    public synchronized boolean goesOn() {
        over |= waiting.isEmpty();
        return !over;
    }

    /** What its worker runs now. */
    public synchronized Optional<RunningAttempt> current() {
        return current;
    }

    /** Whether nothing more will begin. */
    public synchronized boolean isOver() {
        return over;
    }

    /**
     * For a worker that gathers: what comes next counts as begun from now on, as far as the job's rate goes. Else what is
     * gathered would keep more from being gathered.
     */
    public synchronized void counts() {
        if (!over && !waiting.isEmpty()) {
            waiting.element().token().spend(clock.millis());
        }
    }

    /**
     * For the worker: begins the next attempt, whose handler is to be called at once. To be called when the one before has
     * ended; an attempt that was revoked and has not returned is the worker's to wait for.
     *
     * @return empty if the turn is over: the worker lets go of it
     */
    public Optional<RunningAttempt> next() {
        RunningAttempt begun;
        synchronized (this) {
            Work work = over ? null : waiting.poll();
            if (work == null) {
                over = true;
                return Optional.empty();
            }
            begun = new RunningAttempt(this, work, clock.millis());
            work.token().spend(begun.startedAt());
            current = Optional.of(begun);
            // Told under the lock: the owner who stops the turn knows that no start is still to come.
            events.post(new TurnEvent.Begun(begun));
        }
        return Optional.of(begun);
    }

    synchronized void ended(boolean succeeded) {
        current = Optional.empty();
        over |= !succeeded;
    }

    void post(TurnEvent event) {
        events.post(event);
    }

    long now() {
        return clock.millis();
    }
}
