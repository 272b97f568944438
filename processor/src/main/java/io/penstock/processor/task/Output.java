package io.penstock.processor.task;

import io.penstock.api.DatabaseCost;
import io.penstock.records.Command;
import io.penstock.records.CommandAnswer;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.util.Optional;

/** What is written to the output topics. */
public sealed interface Output {
    /**
     * What was done to bring a task to its end.
     *
     * @param attempts made so far, in all rounds
     * @param round from 1: an operator's retry begins the next
     * @param compensates whether the task undoes the work of an earlier one
     * @param cost what this round's attempts cost the database
     */
    record Tries(int attempts, int round, boolean compensates, DatabaseCost cost) {
        /** None was made, in the first round. */
        public static final Tries NONE = new Tries(0, 1);

        /** That cost the database nothing. */
        public Tries(int attempts, int round, boolean compensates) {
            this(attempts, round, compensates, DatabaseCost.NONE);
        }

        /** Of an ordinary task. */
        public Tries(int attempts, int round) {
            this(attempts, round, false);
        }

        /** What a command says of a task that was given up. */
        public static Tries of(Command.Tries before) {
            return new Tries(before.attempts(), before.round(), before.compensates());
        }
    }

    /**
     * A task's result.
     *
     * @param task the task that is done
     * @param result as JSON
     * @param tries what it took
     * @param replay whether it was written before, and is written again on request
     */
    record Result(PendingTask task, Raw result, Tries tries, boolean replay) implements Output {}

    /**
     * A task that was given up.
     *
     * @param task the task
     * @param failure why
     * @param tries what was done before
     * @param severity how much it matters
     */
    record LostTask(PendingTask task, Failure failure, Tries tries, Severity severity) implements Output {}

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
     * @param severity how much it matters; empty if nothing has failed
     */
    record Event(TaskEventKind kind, PendingTask task, long at, Optional<Severity> severity) implements Output {
        /** Where nothing has failed. */
        public Event(TaskEventKind kind, PendingTask task, long at) {
            this(kind, task, at, Optional.empty());
        }
    }

    /**
     * Nothing is known of a job in the partition any more, and it takes on nothing: the last that is told of it.
     *
     * @param job its name
     * @param at when: milliseconds since 1970
     */
    record JobRetired(String job, long at) implements Output {}

    /**
     * What became of a command.
     *
     * @param answer to its sender; the partition is filled in where it is written
     */
    record Reply(CommandAnswer answer) implements Output {}
}
