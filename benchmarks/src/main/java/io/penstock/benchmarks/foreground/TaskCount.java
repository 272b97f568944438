package io.penstock.benchmarks.foreground;

import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.TaskEventKind;
import java.util.concurrent.atomic.LongAdder;

/** Counts the tasks of a processor. Threads may share one. */
final class TaskCount implements TaskListener {
    private final LongAdder admitted = new LongAdder();
    private final LongAdder done = new LongAdder();

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        if (kind == TaskEventKind.ADMITTED) {
            admitted.increment();
        } else if (kind == TaskEventKind.SUCCEEDED) {
            done.increment();
        }
    }

    /** How many tasks are known. */
    long admitted() {
        return admitted.sum();
    }

    /** How many have their result. */
    long done() {
        return done.sum();
    }
}
