package io.penstock.api;

/**
 * What does the work of a job, in one of three forms: {@link TaskHandler} for code that waits for what it calls, which is
 * the one to begin with; {@link AsyncTaskHandler} for clients that call back; {@link BatchTaskHandler} where many tasks
 * at once cost little more than one.
 *
 * <p>One instance serves one job of one process; it needs a public constructor without parameters.
 */
public sealed interface Handler extends AutoCloseable permits TaskHandler, AsyncTaskHandler, BatchTaskHandler {
    /**
     * Gets ready. Called once, before all else. What it throws keeps the process from starting.
     *
     * @throws Exception if the handler cannot work, for example because a setting is missing
     */
    default void open(HandlerContext context) throws Exception {}

    /**
     * Lets go of what the handler holds. Called once, after all else; an attempt that did not end when it was interrupted
     * may still be running.
     */
    @Override
    default void close() throws Exception {}
}
