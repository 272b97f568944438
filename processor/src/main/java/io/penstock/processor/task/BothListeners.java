package io.penstock.processor.task;

import io.penstock.api.DatabaseCost;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;

/** Passes on to two. */
record BothListeners(TaskListener one, TaskListener other) implements TaskListener {
    @Override
    public void arrived(PendingTask task, long writtenAt) {
        one.arrived(task, writtenAt);
        other.arrived(task, writtenAt);
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        one.happened(kind, task);
        other.happened(kind, task);
    }

    @Override
    public void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {
        one.attempted(task, attempts, completion, tookNanos);
        other.attempted(task, attempts, completion, tookNanos);
    }

    @Override
    public void preempted(PendingTask task, long tookNanos) {
        one.preempted(task, tookNanos);
        other.preempted(task, tookNanos);
    }

    @Override
    public void spent(PendingTask task, DatabaseCost cost) {
        one.spent(task, cost);
        other.spent(task, cost);
    }

    @Override
    public void late(PendingTask task) {
        one.late(task);
        other.late(task);
    }

    @Override
    public void lost(Optional<String> job, Failure failure, Severity severity) {
        one.lost(job, failure, severity);
        other.lost(job, failure, severity);
    }

    @Override
    public void escalated(String job, Optional<Severity> to) {
        one.escalated(job, to);
        other.escalated(job, to);
    }

    @Override
    public void skipped() {
        one.skipped();
        other.skipped();
    }

    @Override
    public void pinned(TaskKey key) {
        one.pinned(key);
        other.pinned(key);
    }

    @Override
    public void stands(String partition, List<Standing> standing) {
        one.stands(partition, standing);
        other.stands(partition, standing);
    }

    @Override
    public void left(String partition) {
        one.left(partition);
        other.left(partition);
    }
}
