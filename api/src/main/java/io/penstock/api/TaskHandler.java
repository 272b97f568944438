package io.penstock.api;

/**
 * Does the work of a task. One instance serves one job of one process; it needs a public constructor without
 * parameters.
 *
 * <p>Threading: {@link #open} is called once before and {@link #close} once after all else; {@link #handle} may be called
 * by several threads at once, for tasks with different shard keys.
 *
 * <p>A handler's own side effects happen at least once: after a crash an attempt is made again, with the same
 * {@link Task#idempotencyKey()} and a greater {@link TaskContext#attempt()}.
 */
@FunctionalInterface
public interface TaskHandler extends AutoCloseable {
    /**
     * Does the work.
     *
     * @return what the attempt came to, and so what happens next
     * @throws Exception counts as a failure that may pass: the task is tried again as often as its job allows, then it
     *     becomes a dead letter
     */
    Outcome handle(Task task, TaskContext context) throws Exception;

    /**
     * Gets ready. What it throws keeps the process from starting.
     *
     * @throws Exception if the handler cannot work, for example because a setting is missing
     */
    default void open(HandlerContext context) throws Exception {}

    /** Lets go of what the handler holds. */
    @Override
    default void close() throws Exception {}
}
