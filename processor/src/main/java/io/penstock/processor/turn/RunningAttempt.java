package io.penstock.processor.turn;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An attempt from the call of its handler to its end. It settles at most once: what wins is the worker's {@link #end} or
 * the owner's {@link #revoke}, whichever comes first. Safe for use by several threads.
 */
public final class RunningAttempt {
    private enum State {
        RUNNING,
        ENDED,
        REVOKED
    }

    private final Turn turn;
    private final Work work;
    private final long startedAt;
    private State state = State.RUNNING;
    private boolean returned;
    private Runnable interrupt = () -> {};
    private volatile long deadline;
    private volatile long ownerEpoch;
    private DatabaseCost cost = DatabaseCost.NONE;

    RunningAttempt(Turn turn, Work work, long startedAt) {
        this.turn = turn;
        this.work = work;
        this.startedAt = startedAt;
        this.deadline = startedAt + work.limits().time();
        this.ownerEpoch = work.attempt().number().epoch();
    }

    /** What is being done. */
    public Work work() {
        return work;
    }

    /** The turn that it belongs to. */
    public Turn turn() {
        return turn;
    }

    /** When its handler was called: milliseconds since 1970. */
    public long startedAt() {
        return startedAt;
    }

    /** When it counts as timed out: milliseconds since 1970. */
    public long deadline() {
        return deadline;
    }

    /**
     * The epoch of the last assignment of its partition that is known to have had it: that in which it began, or a later one
     * of the same process that has taken it up.
     */
    public long ownerEpoch() {
        return ownerEpoch;
    }

    /** For the owner: the assignment with this epoch has taken it up, and has committed. */
    public void ownedIn(long epoch) {
        ownerEpoch = epoch;
    }

    /** Whether it may not settle any more. */
    public synchronized boolean isRevoked() {
        return state == State.REVOKED;
    }

    /** Whether the handler has returned, even if the attempt had been revoked. */
    public synchronized boolean hasReturned() {
        return returned;
    }

    /**
     * For workers: what makes the handler stop. Called at most once, by whoever revokes the attempt, or by the caller, now,
     * if that has happened already. Must not wait.
     */
    public void onRevoke(Runnable stop) {
        boolean now;
        synchronized (this) {
            interrupt = stop;
            now = state == State.REVOKED && !returned;
        }
        if (now) {
            stop.run();
        }
    }

    /**
     * For workers: the handler has returned.
     *
     * @return whether that settles; false if the attempt was revoked before
     */
    public boolean end(Completion completion) {
        synchronized (this) {
            if (returned) {
                return false;
            }
            returned = true;
            interrupt = () -> {};
            if (state == State.REVOKED) {
                turn.post(new TurnEvent.Returned(this));
                return false;
            }
            state = State.ENDED;
        }
        // Before it is told: whoever hears of the end must find the turn as it then is.
        turn.ended(completion instanceof Completion.Succeeded);
        turn.post(new TurnEvent.Ended(this, completion, turn.now()));
        return true;
    }

    /**
     * For the owner: takes the right to settle away and makes the handler stop.
     *
     * @return whether it did; false if the attempt had ended before
     */
    public boolean revoke() {
        Runnable stop;
        synchronized (this) {
            if (state != State.RUNNING) {
                return false;
            }
            state = State.REVOKED;
            stop = interrupt;
            interrupt = () -> {};
        }
        turn.ended(false);
        stop.run();
        return true;
    }

    /** For who stops the process: as {@link #revoke}, and the owner is told. Any thread may call. */
    public void giveUp() {
        if (revoke()) {
            turn.post(new TurnEvent.GivenUp(this));
        }
    }

    /**
     * For who has to make room: as {@link #revoke}, and the owner is told, who puts the task back. Any thread may call.
     *
     * @return whether it did; false if the attempt had ended before
     */
    public boolean preempt() {
        boolean revoked = revoke();
        if (revoked) {
            turn.post(new TurnEvent.Preempted(this, turn.now()));
        }
        return revoked;
    }

    /** For workers: the handler asks for time until {@code until}, in milliseconds since 1970. */
    public synchronized void extend(long until) {
        if (state == State.RUNNING) {
            deadline = Math.max(deadline, Math.min(until, work.limits().latest()));
        }
    }

    /** For workers: the database has done this for it. */
    public synchronized void charge(DatabaseCost more) {
        cost = cost.plus(more);
    }

    /** What it has cost the database so far. */
    public synchronized DatabaseCost cost() {
        return cost;
    }

    /** For workers: the handler asks for its progress to be kept. */
    public CompletionStage<Void> checkpoint(Raw progress) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        synchronized (this) {
            if (state == State.RUNNING) {
                turn.post(new TurnEvent.Checkpointed(this, progress, kept));
                return kept.minimalCompletionStage();
            }
        }
        kept.completeExceptionally(new IllegalStateException(
                "The attempt has ended, or may not settle any more: its checkpoint is not kept"));
        return kept.minimalCompletionStage();
    }
}
