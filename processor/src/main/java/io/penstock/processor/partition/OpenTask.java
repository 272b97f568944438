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
    OpenTask with(TaskRow changed) {
        return new OpenTask(sequence, changed, task);
    }
}
