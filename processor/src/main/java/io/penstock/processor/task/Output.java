package io.penstock.processor.task;

import io.penstock.records.TaskEventKind;
import java.util.Optional;

/** What is written to the output topics. */
public sealed interface Output {
    /**
     * A task's result.
     *
     * @param task the task that is done
     * @param result as JSON
     * @param attempts how many it took
     */
    record Result(PendingTask task, Raw result, int attempts) implements Output {}

    /**
     * A task that was given up.
     *
     * @param task the task
     * @param failure why
     * @param attempts how many were made
     */
    record LostTask(PendingTask task, Failure failure, int attempts) implements Output {}

    /**
     * A record that could not become a task.
     *
     * @param original the record, in full
     * @param job the job that could not make a task of it; empty where no job was asked
     * @param failure why
     */
    record LostRecord(OriginalRecord original, Optional<String> job, Failure failure) implements Output {}

    /**
     * What happened to a task.
     *
     * @param kind what
     * @param task to which
     * @param at when: milliseconds since 1970
     */
    record Event(TaskEventKind kind, PendingTask task, long at) implements Output {}
}
