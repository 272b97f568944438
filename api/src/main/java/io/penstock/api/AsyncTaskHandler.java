package io.penstock.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Begins the work of a task and tells later what came of it: for clients that call back and need no thread to wait. Only
 * for {@code execution: queued}. Where the client waits anyway, {@link TaskHandler} is simpler and no slower.
 *
 * <p><b>Threads.</b> {@link #handle} may be called by several threads at once, for tasks with different shard keys, and
 * must not wait: the thread that calls it is shared by many tasks. The stage may be completed by any thread; that thread
 * does no more than note the outcome. A task counts as running, and takes a place among the job's running ones, until its
 * stage is complete: one that is never completed ends by its time limit.
 *
 * <p><b>Time limit and cancellation.</b> No thread can be interrupted. An attempt that may no longer settle has its stage
 * cancelled where that is a {@link CompletableFuture}, and {@link TaskContext#isCancelled()} says so; pass either on to
 * the client. The attempt counts as lost until its stage is complete, which a cancelled one is at once, whatever goes on
 * behind it.
 *
 * <p><b>Side effects</b> happen at least once, as with {@link TaskHandler}.
 */
@FunctionalInterface
public non-sealed interface AsyncTaskHandler extends Handler {
    /**
     * Begins the work.
     *
     * @return completes with what the attempt came to, and so with what happens next; if exceptionally, that counts as a
     *     failure that may pass
     * @throws Exception counts as a failure that may pass, as if the stage had failed
     */
    CompletionStage<Outcome> handle(Task task, TaskContext context) throws Exception;

    /**
     * Begins to undo the work of a task that had succeeded: for jobs with {@code on-unmatch: compensate}, as
     * {@link TaskHandler#compensate} does. What it does not override is rejected.
     *
     * @param task about the change that ended the condition; its document is the new one, and empty after a delete
     * @param lastResult what the task had as its result; empty if that was too large to be kept, or said nothing
     * @return completes with what the attempt came to; succeeded: the work is undone
     * @throws Exception counts as a failure that may pass
     */
    default CompletionStage<Outcome> compensate(Task task, Optional<JsonNode> lastResult, TaskContext context)
            throws Exception {
        return CompletableFuture.completedFuture(
                Outcome.rejected(getClass().getName() + " does not know how to compensate"));
    }
}
