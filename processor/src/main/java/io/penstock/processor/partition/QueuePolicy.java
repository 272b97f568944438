package io.penstock.processor.partition;

import io.penstock.processor.task.PendingTask;
import io.penstock.settings.WorkSettings;

/**
 * What the core has to know of a job whose execution is queued.
 *
 * @param work how its tasks wait, run and are given up
 * @param timetable when they may run for the first time
 */
public record QueuePolicy(WorkSettings work, Timetable timetable) {
    /** Knows when a task may run for the first time. */
    @FunctionalInterface
    public interface Timetable {
        /**
         * When the task may run, in milliseconds since 1970; 0: at once.
         *
         * @param now its admission: milliseconds since 1970
         * @throws NotATimeException if its document should say and does not
         */
        long earliest(PendingTask task, long now) throws NotATimeException;
    }

    boolean ordered() {
        return work.lane().order() == WorkSettings.Order.SHARD_KEY;
    }

    boolean yields() {
        return ordered() && work.lane().onRetry() == WorkSettings.OnRetry.YIELD;
    }

    boolean startsCommitted() {
        return work.limits().start() == WorkSettings.Start.COMMITTED;
    }

    boolean waitsForLost() {
        return work.limits().onLostAttempt() == WorkSettings.OnLostAttempt.HOLD;
    }
}
