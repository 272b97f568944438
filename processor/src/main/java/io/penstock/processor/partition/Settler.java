package io.penstock.processor.partition;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.lane.Alarms;
import io.penstock.processor.lane.Alarms.Alarm;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Company;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.outcome.Settlement;
import io.penstock.processor.task.Allowance;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of open tasks: takes them out of the backlog, tells the ledger, and writes what is to be written. For use
 * by one thread.
 */
final class Settler {
    private final Backlog backlog;
    private final Alarms alarms;
    private final Lanes lanes;
    private final Withdrawals withdrawals;
    private final Admission admission;
    private final Told told;

    Settler(Backlog backlog, Alarms alarms, Lanes lanes, Withdrawals withdrawals, Admission admission, Told told) {
        this.backlog = backlog;
        this.alarms = alarms;
        this.lanes = lanes;
        this.withdrawals = withdrawals;
        this.admission = admission;
        this.told = told;
    }

    /** The attempt at a lane's first task has ended. */
    LaneStep ended(ActiveLane lane, OpenTask open, Ending ending, long now) {
        Completion completion = ending.completion();
        QueuedJob job = lane.job();
        TaskRow row = open.row();
        job.breaker().ifPresent(breaker -> breaker.ended(lane.probe(), blamesHandler(completion), now));
        lane.probe(false);
        told.attempted(open.task(), row.attempts() + 1, completion, TimeUnit.MILLISECONDS.toNanos(ending.took()));
        told.spent(open.task(), ending.cost());
        boolean timedOut =
                completion instanceof Completion.Retry retry && retry.failure().reason() == DeadLetterReason.TIMED_OUT;
        if (timedOut) {
            told.tell(TaskEventKind.TIMED_OUT, open.task());
        }
        Settlement settlement = job.settlement()
                .settle(completion, open.task(), row.attempts() + 1, open.sequence() * 31 + row.attempts());
        if (settlement instanceof Settlement.Finish finish) {
            return finish(lane, open, finish, ending.cost());
        }
        TaskRow tried = row.tried(ending.took(), ending.cost(), 0);
        if (settlement instanceof Settlement.Bury bury) {
            return bury(lane, open, overCost(job, tried).orElse(bury.failure()), tried);
        }
        Optional<Failure> over = overBudget(job, tried);
        if (over.isPresent()) {
            return bury(lane, open, over.get(), tried);
        }
        Settlement.Requeue requeue = (Settlement.Requeue) settlement;
        return requeue(lane, open, row.tried(ending.took(), ending.cost(), now + requeue.pause()), now);
    }

    /**
     * The attempt at a lane's first task had to make room: nothing has failed, and the task stays where it is.
     *
     * @param took how long it ran, in milliseconds
     * @param cost what it cost the database
     */
    LaneStep preempted(ActiveLane lane, OpenTask open, long took, DatabaseCost cost) {
        QueuedJob job = lane.job();
        told.preempted(open.task(), TimeUnit.MILLISECONDS.toNanos(took));
        told.spent(open.task(), cost);
        if (withdrawals.mean(open)) {
            return cancel(lane, open);
        }
        TaskRow back = open.row().preempted(took, cost);
        Optional<Failure> over = overBudget(job, back);
        if (over.isPresent()) {
            return bury(lane, open.with(back), over.get(), back);
        }
        backlog.change(lane.key(), open.sequence(), open.row(), back);
        lane.window().set(0, open.with(back));
        return LaneStep.WAIT;
    }

    /** The task has been open for too long; it is out of the backlog already. */
    void retire(QueuedJob job, OpenTask open) {
        Duration age = job.work().limits().maxAge().orElse(Duration.ZERO);
        lose(
                job,
                open,
                new Failure(
                        DeadLetterReason.RETIRED,
                        Settler.class.getName(),
                        "The task was open for longer than the job's max-age of %s, after %d attempts."
                                .formatted(age, open.row().attempts())),
                open.row());
    }

    /** The process ended while this task ran alone, and twice before. */
    void blame(QueuedJob job, LaneKey key, OpenTask open) {
        drop(key, open);
        lose(
                job,
                open,
                new Failure(
                        DeadLetterReason.PROCESS_ENDED,
                        Settler.class.getName(),
                        "The process ended three times in a row while this task ran: among others, among at most %d, alone."
                                .formatted(Company.FEW.most())),
                open.row().tried(0, DatabaseCost.NONE, 0));
    }

    /** The task is taken back before it is done, and told as {@code kind}; it is out of the backlog already. */
    void takeBack(OpenTask open, TaskEventKind kind) {
        switch (kind) {
            case CANCELLED -> admission.cancelled(open.task(), open.sequence());
            case SETTLED -> admission.settled(open.task(), open.sequence());
            default -> admission.replaced(open.task(), open.sequence());
        }
        told.tell(kind, open.task());
    }

    /** The task may run, and its task id has got its result for good meanwhile. */
    boolean isSettledForGood(QueuedJob job, OpenTask open) {
        return job.admission().once() && !open.row().compensates() && admission.isSettledForGood(open.task());
    }

    private LaneStep finish(ActiveLane lane, OpenTask open, Settlement.Finish finish, DatabaseCost cost) {
        lanes.remove(lane, 0);
        drop(lane.key(), open);
        lane.row(lane.row().withFailures(0));
        if (open.row().compensates()) {
            admission.compensated(open.task(), open.sequence());
            told.tell(TaskEventKind.COMPENSATED, open.task());
            return LaneStep.GO_ON;
        }
        PendingTask task = open.task();
        admission.succeeded(task, lane.job().admission(), finish.result(), open.sequence());
        told.emit(new Output.Result(task, finish.result(), tries(open.row().tried(0, cost, 0)), false));
        told.tell(TaskEventKind.SUCCEEDED, task);
        return LaneStep.GO_ON;
    }

    /** The task is not wanted any more, and the end of its attempt had been on its way: whatever that was, it is the last. */
    private LaneStep cancel(ActiveLane lane, OpenTask open) {
        lanes.remove(lane, 0);
        drop(lane.key(), open);
        takeBack(open, TaskEventKind.CANCELLED);
        withdrawals.tookBack(lane.key(), open);
        return LaneStep.NEXT;
    }

    private LaneStep requeue(ActiveLane lane, OpenTask open, TaskRow tried, long now) {
        if (withdrawals.mean(open)) {
            return cancel(lane, open);
        }
        told.tell(TaskEventKind.RETRY_SCHEDULED, open.task());
        if (lane.job().queue().yields() && tried.due() > now) {
            lanes.remove(lane, 0);
            lanes.standAside(lane, open, tried);
            return LaneStep.NEXT;
        }
        backlog.change(lane.key(), open.sequence(), open.row(), tried);
        lane.window().set(0, open.with(tried));
        lanes.waitFor(lane, tried.due());
        return LaneStep.WAIT;
    }

    private LaneStep bury(ActiveLane lane, OpenTask open, Failure failure, TaskRow tried) {
        lanes.remove(lane, 0);
        drop(lane.key(), open);
        Severity severity = lose(lane.job(), open, failure, tried);
        OptionalInt limit = lane.job().work().lane().quarantineAfter();
        if (limit.isPresent()) {
            lane.row(lane.row().withFailures(lane.row().failures() + 1));
            if (lane.row().failures() >= limit.getAsInt()) {
                lane.row(lane.row().withQuarantined(true));
                told.tell(TaskEventKind.QUARANTINED, open.task(), severity);
            }
        }
        return LaneStep.NEXT;
    }

    private Severity lose(QueuedJob job, OpenTask open, Failure failure, TaskRow tried) {
        admission.lost(open.task(), open.sequence());
        return told.lost(open.task(), failure, tries(tried), job.escalation());
    }

    /** Takes the task out of the backlog. */
    void drop(LaneKey key, OpenTask open) {
        TaskRow row = open.row();
        backlog.remove(key, open.sequence(), row, open.task());
        if (row.aside()) {
            alarms.clear(new Alarm(row.due(), Alarms.Kind.TASK, key, open.sequence()));
            lanes.unblock(key, row, open.sequence());
        }
        if (row.retires() != Long.MAX_VALUE) {
            alarms.clear(new Alarm(row.retires(), Alarms.Kind.AGE, key, open.sequence()));
        }
    }

    /** A handler that turns a task down works; other failures may be those of all that is called. */
    private static boolean blamesHandler(Completion completion) {
        return completion instanceof Completion.Retry
                || (completion instanceof Completion.Refused refused
                        && refused.failure().reason() != DeadLetterReason.REJECTED
                        && refused.failure().reason() != DeadLetterReason.DOCUMENT_MALFORMED);
    }

    private static Tries tries(TaskRow row) {
        return new Tries(row.before() + row.attempts(), row.round(), row.compensates(), row.cost());
    }

    /** What of its job's budgets the task's attempts have used up; empty: nothing. */
    private static Optional<Failure> overBudget(QueuedJob job, TaskRow row) {
        return overCost(job, row).or(() -> overTime(job, row));
    }

    private static Optional<Failure> overCost(QueuedJob job, TaskRow row) {
        return new Allowance(row.cost(), job.bounds())
                .reached(DatabaseCost.NONE)
                .map(reached -> new Failure(
                        DeadLetterReason.RETIRED,
                        Settler.class.getName(),
                        "The task's %d attempts have used up what the job's budget lets them cost the database: %s."
                                .formatted(row.attempts(), reached)));
    }

    private static Optional<Failure> overTime(QueuedJob job, TaskRow row) {
        return job.work()
                .limits()
                .maxHandlerTime()
                .filter(most -> row.spent() >= most.toMillis())
                .map(most -> new Failure(
                        DeadLetterReason.RETIRED,
                        Settler.class.getName(),
                        "The handler has run for %d ms in %d attempts, and the job's max-handler-time is %s."
                                .formatted(row.spent(), row.attempts(), most)));
    }
}
