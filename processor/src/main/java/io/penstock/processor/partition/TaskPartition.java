package io.penstock.processor.partition;

import io.penstock.api.AttemptNumber;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Judgement;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Verdict;
import io.penstock.processor.outcome.Settlement;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The core: what happens to the tasks of one partition, from their arrival to their outcome.
 *
 * <p>A state machine. It is told what happens ({@link #arrive}, {@link #ended}) and says by {@link Effects} what is to be
 * done. It knows no Kafka class, starts no thread, and reads no clock but the one that it is given. For use by one
 * thread, its partition's.
 */
public final class TaskPartition {
    private final Map<String, JobPolicy> jobs;
    private final Ledger ledger;
    private final Admission admission;
    private final Effects effects;
    private final TaskListener listener;
    private final InstantSource clock;
    /** Grows with every assignment as long as clocks do; attempts of inline jobs are fenced no better than that. */
    private final long epoch;

    /** By the task itself, not by what is in it: its document may have megabytes, and would be hashed each time. */
    private final IdentityHashMap<PendingTask, Running> running = new IdentityHashMap<>();

    private record Running(JobPolicy job, Ticket ticket) {}

    /**
     * @param jobs the jobs by name
     * @param ledger what became of each task id
     * @param admission judges against that ledger
     * @param effects what the core asks of the world
     * @param listener hears of everything
     * @param clock the time of day, for what is told
     */
    public TaskPartition(
            Map<String, JobPolicy> jobs,
            Ledger ledger,
            Admission admission,
            Effects effects,
            TaskListener listener,
            InstantSource clock) {
        this.jobs = Map.copyOf(jobs);
        this.ledger = ledger;
        this.admission = admission;
        this.effects = effects;
        this.listener = listener;
        this.clock = clock;
        this.epoch = clock.millis();
    }

    /**
     * A task, or the end of a document, has arrived.
     *
     * @param offset offset of its record in the topic that admission reads
     * @param streamTime the stream's time: milliseconds since 1970
     */
    public void arrive(Arrival arrival, long offset, long streamTime) {
        ledger.advance(streamTime);
        PendingTask task = arrival.task();
        JobPolicy job = jobs.get(task.key().job());
        if (job == null) {
            // The end of a document is nothing that anyone waits for.
            if (arrival.intent() != Arrival.Intent.END) {
                bury(task, unknownJob(task), 0);
            }
            return;
        }
        Judgement judgement = admission.judge(arrival, job.admission(), offset, streamTime);
        if (arrival.intent() != Arrival.Intent.END) {
            judgement.verdict().told().ifPresent(kind -> tell(kind, task));
        }
        if (judgement.verdict() == Verdict.RUN) {
            tell(TaskEventKind.ADMITTED, task);
            running.put(task, new Running(job, judgement.ticket()));
            effects.start(new Attempt(task, new AttemptNumber(epoch, 1)));
        }
    }

    /** An attempt that {@link Effects#start} asked for has ended. */
    public void ended(Attempt attempt, Completion completion) {
        PendingTask task = attempt.task();
        Running state = running.get(task);
        if (state == null) {
            throw new IllegalStateException("No attempt at " + task.key() + " is running, and yet one has ended");
        }
        int attempts = attempt.number().count();
        Settlement settlement = state.job().settlement().settle(completion, attempts);
        if (settlement instanceof Settlement.Requeue) {
            AttemptNumber next = new AttemptNumber(attempt.number().epoch(), attempts + 1);
            effects.start(new Attempt(task, next));
            return;
        }
        running.remove(task);
        if (settlement instanceof Settlement.Finish finish) {
            admission.succeeded(task, state.job().admission(), state.ticket());
            effects.emit(new Output.Result(task, finish.result(), attempts));
            tell(TaskEventKind.SUCCEEDED, task);
        } else if (settlement instanceof Settlement.Bury bury) {
            admission.lost(task, state.ticket());
            bury(task, bury.failure(), attempts);
        }
    }

    private void bury(PendingTask task, Failure failure, int attempts) {
        effects.emit(new Output.LostTask(task, failure, attempts));
        listener.lost(failure);
        if (failure.reason() == DeadLetterReason.REJECTED) {
            tell(TaskEventKind.REJECTED, task);
        }
        tell(TaskEventKind.DEAD_LETTERED, task);
    }

    private void tell(TaskEventKind kind, PendingTask task) {
        listener.happened(kind, task);
        effects.emit(new Output.Event(kind, task, clock.millis()));
    }

    private static Failure unknownJob(PendingTask task) {
        return new Failure(
                DeadLetterReason.JOB_UNKNOWN,
                TaskPartition.class.getName(),
                "A task of job '%s' was on its way when the job was taken out of the configuration."
                        .formatted(task.key().job()));
    }
}
