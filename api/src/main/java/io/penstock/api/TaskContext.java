package io.penstock.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What surrounds one attempt at a task. Safe for use by several threads, also after the attempt's end. */
public interface TaskContext {
    /** The size in bytes that a checkpoint has at most. */
    int MAX_CHECKPOINT_BYTES = 64 * 1024;

    /** This attempt's number. */
    AttemptNumber attempt();

    /**
     * Saves how far the work has come, so that the next attempt need not begin anew. A later checkpoint takes the place of
     * an earlier one; the last is kept with the task until that is settled, through restarts and moves to other processes.
     *
     * <p>It does not wait. Save every few seconds and not every step: each checkpoint is a write to the store and to its
     * changelog topic. A handler that must not repeat what is behind a checkpoint waits for the stage before it goes on.
     *
     * @param progress at most {@value #MAX_CHECKPOINT_BYTES} bytes, in a form of the handler's own; copied
     * @return completes when the checkpoint is committed; exceptionally if it will not be, because the attempt may no
     *     longer settle, or the transaction that held it was aborted
     * @throws IllegalArgumentException if it is larger
     * @throws UnsupportedOperationException with {@code execution: inline}
     */
    CompletionStage<Void> checkpoint(byte[] progress);

    /**
     * What the newest checkpoint of an earlier attempt at this task holds, as it was when this attempt began; a copy.
     * Empty at the first attempt, and where none was committed before the last attempt ended. After a new release of the
     * handler it may hold what the release before wrote.
     */
    Optional<byte[]> lastCheckpoint();

    /**
     * Asks for more time: the attempt may run until {@code more} from now, or until its time limit, whichever is later.
     * Never beyond the job's {@code max-age}, and nothing at all once the attempt is cancelled. Call it again and again
     * while the work goes on, with a small multiple of the time between the calls: so a handler that hangs is found out
     * soon, however long the work takes. With {@code execution: inline} there is no limit to extend.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    void extend(Duration more);

    /**
     * Whether the attempt may not settle any more: its time limit is over, it had to make room for what matters more, its task
     * was cancelled, replaced or has moved to another process. Whatever it does from then on is in vain, and may meet another attempt at the same work. Once true,
     * it stays so. Ask before each step that others can see.
     */
    boolean isCancelled();

    /**
     * Reads documents of a collection, together with all other attempts.
     *
     * @param collection with its database: {@code shop.customers}
     * @throws IllegalArgumentException if it is of another form
     * @throws UnsupportedOperationException with {@code execution: inline}
     */
    default Documents documents(String collection) {
        throw new UnsupportedOperationException("This context leads to no database");
    }

    /**
     * Writes documents of a collection, together with all other attempts; the task is settled when that is done.
     *
     * @param collection with its database: {@code shop.stats}
     * @throws DatabaseException if a job watches the collection, so that jobs could feed themselves for ever, or if it is
     *     Penstock's or MongoDB's own
     * @throws IllegalArgumentException if it is of another form
     * @throws UnsupportedOperationException with {@code execution: inline}
     */
    default Bulk bulk(String collection) {
        throw new UnsupportedOperationException("This context leads to no database");
    }
}
