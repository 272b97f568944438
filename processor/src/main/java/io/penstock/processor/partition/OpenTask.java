package io.penstock.processor.partition;

import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.task.PendingTask;

/**
 * An open task in memory.
 *
 * @param sequence where it stands in the backlog
 * @param row what changes about it
 * @param task the task
 */
record OpenTask(long sequence, TaskRow row, PendingTask task) {
    /** What a task takes beside its documents, roughly. */
    private static final long BESIDE = 512;

    /** Bytes that a task takes, roughly. */
    static long size(PendingTask task) {
        return task.contents().size() + BESIDE;
    }

    long size() {
        return size(task);
    }

    OpenTask with(TaskRow changed) {
        return new OpenTask(sequence, changed, task);
    }
}
