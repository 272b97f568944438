package io.penstock.processor.partition;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.outcome.Escalation;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.time.InstantSource;
import java.util.Optional;

/** Says what happens: to the topics and to whoever listens in the process. For use by one thread. */
final class Told {
    private final Effects effects;
    private final TaskListener listener;
    private final InstantSource clock;

    Told(Effects effects, TaskListener listener, InstantSource clock) {
        this.effects = effects;
        this.listener = listener;
        this.clock = clock;
    }

    void tell(TaskEventKind kind, PendingTask task) {
        tell(kind, task, Optional.empty());
    }

    /** Something has failed. */
    void tell(TaskEventKind kind, PendingTask task, Severity severity) {
        tell(kind, task, Optional.of(severity));
    }

    private void tell(TaskEventKind kind, PendingTask task, Optional<Severity> severity) {
        listener.happened(kind, task);
        effects.emit(new Output.Event(kind, task, clock.millis(), severity));
    }

    /** Nothing is known of the job here any more. */
    void retired(String job) {
        effects.emit(new Output.JobRetired(job, clock.millis()));
    }

    /** An attempt has ended, and counts. */
    void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {
        listener.attempted(task, attempts, completion, tookNanos);
    }

    /** An attempt had to make room, and does not count. */
    void preempted(PendingTask task, long tookNanos) {
        listener.preempted(task, tookNanos);
        tell(TaskEventKind.PREEMPTED, task);
    }

    /** An attempt has cost the database something. */
    void spent(PendingTask task, DatabaseCost cost) {
        if (!cost.equals(DatabaseCost.NONE)) {
            listener.spent(task, cost);
        }
    }

    void emit(Output output) {
        effects.emit(output);
    }

    /**
     * A task was given up.
     *
     * @return how much that matters
     */
    Severity lost(PendingTask task, Failure failure, Tries tries, Optional<Escalation> escalation) {
        Severity usual = failure.reason().severity();
        Severity severity =
                escalation.map(rule -> rule.weigh(usual, clock.millis())).orElse(usual);
        effects.emit(new Output.LostTask(task, failure, tries, severity));
        listener.lost(Optional.of(task.key().job()), failure, severity);
        if (failure.reason() == DeadLetterReason.REJECTED) {
            tell(TaskEventKind.REJECTED, task, severity);
        } else if (failure.reason() == DeadLetterReason.RETIRED) {
            tell(TaskEventKind.RETIRED, task, severity);
        }
        tell(TaskEventKind.DEAD_LETTERED, task, severity);
        return severity;
    }
}
