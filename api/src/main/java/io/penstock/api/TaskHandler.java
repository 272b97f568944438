package io.penstock.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Does the work of a task, on a thread that is its own until it returns: the form to begin with.
 *
 * <p><b>Threads.</b> {@link #open} is called once before and {@link #close} once after all else; {@link #handle} may be
 * called by several threads at once, for tasks with different shard keys (with {@code order: none} also for those with
 * the same). With {@code execution: queued} it may wait for as long as its time limit allows, since it holds up no other
 * lane: on Java 21 and later the thread is a virtual one, before that one of a pool, so neither keep anything in a
 * {@code ThreadLocal} nor count on the name of a thread. With {@code execution: inline} the thread is the stream's, and
 * whatever waits there holds up everything.
 *
 * <p><b>Interrupts.</b> An attempt that may no longer settle is interrupted: its time limit is over, the task was
 * cancelled or replaced by a newer version, or the process stops and its grace is over. Let the
 * {@link InterruptedException} out, and ask {@link TaskContext#isCancelled()} where nothing that is called would throw
 * one. What an interrupted attempt returns is dropped.
 *
 * <p><b>Time limit.</b> An attempt beyond the job's {@code time-limit} counts as timed out, and the task is tried again
 * after its pause; the job's {@code on-lost-attempt} says whether before the old attempt has returned. A handler that
 * ignores the interrupt keeps its thread, and two attempts of it may then touch the world at one time.
 *
 * <p><b>Side effects</b> happen at least once: after a crash, a move to another process or a time limit an attempt is
 * made again, with the same {@link Task#idempotencyKey()} and a greater {@link TaskContext#attempt()}. Hand the key to the
 * systems that are called, so that they drop what they have done already, and the number to those that can refuse an
 * older one.
 */
@FunctionalInterface
public non-sealed interface TaskHandler extends Handler {
    /**
     * Does the work.
     *
     * @return what the attempt came to, and so what happens next
     * @throws Exception counts as a failure that may pass: the task is tried again as often as its job allows, then it
     *     becomes a dead letter
     */
    Outcome handle(Task task, TaskContext context) throws Exception;

    /**
     * Undoes the work of a task that had succeeded, since its document no longer meets the job's condition or was deleted:
     * for jobs with {@code on-unmatch: compensate}. Threads, limits, attempts and outcomes are as for {@link #handle}; as
     * there, it may be asked more than once to undo the same. What it does not override is rejected.
     *
     * @param task about the change that ended the condition; its document is the new one, and empty after a delete
     * @param lastResult what the task had as its result; empty if that was too large to be kept, or said nothing
     * @return what the attempt came to; succeeded: the work is undone
     * @throws Exception counts as a failure that may pass
     */
    default Outcome compensate(Task task, Optional<JsonNode> lastResult, TaskContext context) throws Exception {
        return Outcome.rejected(getClass().getName() + " does not know how to compensate");
    }
}
