package io.penstock.processor.task;

import io.penstock.records.TaskEventKind;

/** Hears of everything that happens to tasks: feeds metrics, displays and tests. Called on stream threads: be quick. */
public interface TaskListener {
    /** Hears nothing. */
    TaskListener NONE = new TaskListener() {};

    /** Something happened to a task, whether or not it is told on the topic of task events. */
    default void happened(TaskEventKind kind, PendingTask task) {}

    /** A record, or a task, was given up. */
    default void lost(Failure failure) {}

    /** A change concerned no job, or only jobs that pass it over. */
    default void skipped() {}

    /** A document's shard key changed; its tasks stay in the lane where they are. */
    default void pinned(TaskKey key) {}
}
