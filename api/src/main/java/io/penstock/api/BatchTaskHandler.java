package io.penstock.api;

import java.util.List;

/**
 * Does the work of many tasks at once: for systems where a hundred writes in one request cost little more than one. Only
 * for {@code execution: queued}; the job's {@code batch} says how many tasks and how long to wait for them.
 *
 * <p><b>What is in a batch.</b> Tasks of one job, each the head of a lane of its own: they have different shard keys, and
 * may be done in any order or side by side (with {@code order: none} they may share a shard key, but never a task id).
 *
 * <p><b>Threads, interrupts and time limit</b> are as with {@link TaskHandler}: the call may wait, several may run at
 * once, and the time limit is that of the whole batch. When it is over, the thread is interrupted and every task of the
 * batch counts as timed out. Of a task that was cancelled, {@link TaskContext#isCancelled()} tells while the others go on;
 * its outcome is dropped.
 *
 * <p><b>Failures.</b> Each task has an outcome of its own: give those that succeed theirs, also if others fail. A batch
 * that throws tells nothing of which task is to blame; so it is tried again in halves, until the poisoned task stands
 * alone. What had been done before it threw is then done again: side effects happen at least once, and each item's
 * {@link Task#idempotencyKey()} is the same again.
 *
 * <p>It cannot compensate: {@code on-unmatch: compensate} needs a {@link TaskHandler} or an {@link AsyncTaskHandler}.
 */
@FunctionalInterface
public non-sealed interface BatchTaskHandler extends Handler {
    /**
     * One task of a batch.
     *
     * @param task the task
     * @param context its attempt
     */
    record Item(Task task, TaskContext context) {}

    /**
     * Does the work.
     *
     * @param items at least one task; the list cannot be changed
     * @return as many outcomes as there are items, in their order; a list of any other length counts as an exception
     * @throws Exception a failure of all, that may pass: the batch is tried again in halves, a single task as often as its
     *     job allows
     */
    List<Outcome> handle(List<Item> items) throws Exception;
}
