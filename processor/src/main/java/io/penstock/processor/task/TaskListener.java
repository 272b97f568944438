package io.penstock.processor.task;

import io.penstock.api.DatabaseCost;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;

/** Hears of everything that happens to tasks: feeds metrics, displays and tests. Called on stream threads: be quick. */
public interface TaskListener {
    /** Hears nothing. */
    TaskListener NONE = new TaskListener() {};

    /** One that passes on to two. */
    static TaskListener both(TaskListener one, TaskListener other) {
        return one == NONE ? other : other == NONE ? one : new BothListeners(one, other);
    }

    /**
     * A task has come to the partition that owns it.
     *
     * @param writtenAt when its change was written to Kafka: milliseconds since 1970
     */
    default void arrived(PendingTask task, long writtenAt) {}

    /** Something happened to a task, whether or not it is told on the topic of task events. */
    default void happened(TaskEventKind kind, PendingTask task) {}

    /**
     * An attempt has ended, and counts.
     *
     * @param attempts how many have ended in the task's round, this one included
     * @param tookNanos how long its handler ran
     */
    default void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {}

    /** What an attempt that has ended cost the database. */
    default void spent(PendingTask task, DatabaseCost cost) {}

    /**
     * An attempt had to make room for what matters more, and does not count.
     *
     * @param tookNanos how long its handler ran
     */
    default void preempted(PendingTask task, long tookNanos) {}

    /** An attempt has ended that had lost its right to settle: nothing comes of it. Called on a worker's thread. */
    default void late(PendingTask task) {}

    /**
     * A record, or a task, was given up.
     *
     * @param job the job; empty where no job was asked
     */
    default void lost(Optional<String> job, Failure failure, Severity severity) {}

    /**
     * So many of a job's tasks were given up in a partition that its failures weigh more there, or that is over.
     *
     * @param job the job
     * @param to what they weigh at least; empty: what they usually do
     */
    default void escalated(String job, Optional<Severity> to) {}

    /** A change concerned no job, or only jobs that pass it over. */
    default void skipped() {}

    /** A document's shard key changed; its tasks stay in the lane where they are. */
    default void pinned(TaskKey key) {}

    /**
     * What is open in a partition has changed, as of the commit that is being made.
     *
     * @param standing one for each job that has something there
     */
    default void stands(String partition, List<Standing> standing) {}

    /** The partition is not this process's any more. */
    default void left(String partition) {}
}
