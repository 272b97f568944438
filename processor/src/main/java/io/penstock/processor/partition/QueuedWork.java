package io.penstock.processor.partition;

import io.penstock.api.AttemptNumber;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.lane.Alarms;
import io.penstock.processor.lane.Alarms.Alarm;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Backlog.Started;
import io.penstock.processor.lane.JobRows.Place;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.ReadyLanes;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.lane.WithdrawalRows;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.rate.Pace;
import io.penstock.processor.rate.Token;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.task.Allowance;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.processor.turn.Work;
import io.penstock.processor.turn.Work.Purpose;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.WorkSettings.Limits;
import io.penstock.settings.WorkSettings.OnDuplicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The queued jobs of one partition, from admission to outcome: what {@link TaskPartition} is told about them. For use by
 * one thread.
 */
final class QueuedWork {
    /** Alarms in one look: the stream thread has other things to do. */
    private static final int ALARMS_AT_ONCE = 256;

    private static final long AN_HOUR = 3_600_000;
    /** How soon what runs is looked at again, in milliseconds: how late a time limit is noticed, at most. */
    static final long LOOK = 10;

    private final Map<String, QueuedJob> jobs;
    private final Backlog backlog;
    private final Alarms alarms;
    private final Assignment assignment;
    private final Lanes lanes;
    private final Withdrawals withdrawals;
    private final OpenVersions versions;
    private final Settler settler;
    private final Dispatcher dispatcher;
    private final Submission submission;
    private final LaneControl laneControl;
    private final TaskControl taskControl;
    private final Admission admission;
    private final Told told;
    private final Effects effects;
    private final Checkpoints checkpoints = new Checkpoints();

    QueuedWork(Map<String, JobPolicy> policies, FoldingRows rows, Admission admission, World world, Told told) {
        this.jobs = jobs(policies, rows, world);
        this.admission = admission;
        this.told = told;
        this.effects = world.effects();
        this.backlog = new Backlog(rows);
        this.alarms = new Alarms(rows);
        this.assignment = new Assignment(backlog, admission.readsAgain());
        this.lanes = new Lanes(backlog, alarms, assignment, admission.readsAgain());
        this.withdrawals = new Withdrawals(new WithdrawalRows(rows), backlog);
        this.settler = new Settler(backlog, alarms, lanes, withdrawals, admission, told);
        Dispatcher.Store store = new Dispatcher.Store(backlog, lanes, assignment, withdrawals, world.atOnce());
        this.dispatcher =
                new Dispatcher(store, settler, effects, world.permits(), this::work, List.copyOf(jobs.values()));
        this.versions = new OpenVersions(store, dispatcher, settler, admission);
        this.submission =
                new Submission(store, alarms, versions, dispatcher, settler, new Submission.Judged(admission, told));
        this.laneControl = new LaneControl(store, dispatcher, told);
        this.taskControl = new TaskControl(store, versions, dispatcher, submission, settler, admission);
    }

    private static Map<String, QueuedJob> jobs(Map<String, JobPolicy> policies, FoldingRows rows, World world) {
        Map<String, QueuedJob> jobs = new LinkedHashMap<>();
        long now = world.clock().millis();
        policies.forEach((name, policy) -> policy.queue().ifPresent(queue -> {
            Pace pace = world.rates().of(name, queue.work().schedule().rate(), now);
            jobs.put(name, new QueuedJob(name, policy, queue, new ReadyLanes(rows, name), pace));
        }));
        return jobs;
    }

    /** What operators ask of lanes and jobs. */
    LaneControl laneControl() {
        return laneControl;
    }

    /** What operators ask of tasks. */
    TaskControl taskControl() {
        return taskControl;
    }

    Optional<QueuedJob> job(String name) {
        return Optional.ofNullable(jobs.get(name));
    }

    void admit(QueuedJob job, PendingTask task, Ticket ticket, long now) {
        submission.admit(job, task, ticket, now);
    }

    void unmatch(QueuedJob job, PendingTask change, Ticket ticket, long now) {
        submission.unmatch(job, change, ticket, now);
    }

    /** A task that was admitted before has come again. */
    void repeat(QueuedJob job, PendingTask task, Ticket ticket) {
        if (job.work().late().onDuplicate() == OnDuplicate.EMIT_RESULT && ticket.hasSucceeded()) {
            admission
                    .lastResult(task)
                    .ifPresent(result -> told.emit(new Output.Result(task, result, Tries.NONE, true)));
        }
    }

    void open(Kept here, long now) {
        if (jobs.isEmpty()) {
            return;
        }
        assignment.begin(here.epochs(), now);
        withdrawals.open(jobs.keySet());
        jobs.values().forEach(job -> job.paused(backlog.pausedSince(job.name()).isPresent()));
        for (RunningAttempt attempt : here.running()) {
            if (!adopted(attempt, now)) {
                attempt.revoke();
            }
        }
        assignment.guilty().stream().filter(attempt -> !runs(attempt)).forEach(this::blame);
        effects.commitSoon();
    }

    void dispatch(long now) {
        dispatcher.dispatch(now);
    }

    void happened(TurnEvent event, long now) {
        if (event instanceof TurnEvent.Begun begun) {
            dispatcher.lane(begun.attempt().turn()).ifPresent(lane -> told.tell(TaskEventKind.STARTED, task(begun)));
        } else if (event instanceof TurnEvent.Ended ended) {
            ended(ended, now);
        } else if (event instanceof TurnEvent.Checkpointed checkpointed) {
            checkpointed(checkpointed);
        } else if (event instanceof TurnEvent.Returned returned) {
            returned(returned.attempt(), now);
        } else if (event instanceof TurnEvent.GivenUp givenUp) {
            givenUp(givenUp.attempt());
        } else if (event instanceof TurnEvent.Preempted preempted) {
            preempted(preempted, now);
        }
    }

    /** The process stops in order: nobody is to blame, and the lane stays with its worker, so that nothing starts. */
    private void givenUp(RunningAttempt attempt) {
        long sequence = attempt.work().sequence();
        dispatcher
                .lane(attempt.turn())
                .filter(lane -> leads(lane, sequence))
                .ifPresent(lane -> dispatcher.unmark(lane, sequence));
    }

    void tick(long now) {
        alarms.due(now, ALARMS_AT_ONCE).forEach(alarm -> ring(alarm, now));
        withdrawals.first().ifPresent(it -> job(it.of().task().job()).ifPresent(job -> versions.goOn(job, it, now)));
        expire(now);
        if (assignment.proves(now)) {
            dispatcher.trust(now);
            effects.commitSoon();
        }
        dispatcher.dispatch(now);
    }

    /** When {@link #tick} is to be called at the latest: milliseconds since 1970. */
    long nextTick(long now) {
        if (jobs.isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean waits = dispatcher.busy() || !assignment.open() || checkpoints.waiting() || withdrawals.any();
        long busy = waits ? now + LOOK : Long.MAX_VALUE;
        long start =
                jobs.values().stream().mapToLong(QueuedJob::nextStart).min().orElse(Long.MAX_VALUE);
        return Math.min(Math.min(busy, start), Math.min(alarms.nextDue(), assignment.nextLook()));
    }

    /** What is open then; empty if that has not changed. */
    Optional<List<Standing>> beforeCommit() {
        if (jobs.isEmpty()) {
            return Optional.empty();
        }
        checkpoints.beforeCommit();
        dispatcher.beforeCommit();
        write();
        return backlog.census().write();
    }

    /** Writes what is in memory of lanes and sequences: then the rows are whole. */
    void write() {
        if (!jobs.isEmpty()) {
            lanes.beforeCommit();
            assignment.beforeCommit();
        }
    }

    void committed(long now) {
        assignment.committed();
        checkpoints.committed();
        dispatcher.committed(now);
    }

    /** The partition leaves: what runs of it is to be taken up again or revoked. */
    Kept close() {
        checkpoints.close();
        return new Kept(dispatcher.close(), assignment.epochs());
    }

    private void ended(TurnEvent.Ended event, long now) {
        RunningAttempt attempt = event.attempt();
        long sequence = attempt.work().sequence();
        Optional<ActiveLane> lane = dispatcher.lane(attempt.turn()).filter(it -> leads(it, sequence));
        // It may have ended while the partition was away; then its task is as it was.
        if (lane.isEmpty() && adopted(attempt, now)) {
            lane = dispatcher.lane(attempt.turn());
        }
        lane.ifPresent(it -> settle(it, ending(attempt, event.completion(), event.at()), now));
    }

    private static Ending ending(RunningAttempt attempt, Completion completion, long at) {
        return new Ending(completion, Math.max(0, at - attempt.startedAt()), attempt.cost());
    }

    private void settle(ActiveLane lane, Ending ending, long now) {
        OpenTask open = lane.window().get(0);
        lane.job().took(ending.took());
        dispatcher.unmark(lane, open.sequence());
        lane.handed(lane.handed() - 1);
        dispatcher.after(lane, settler.ended(lane, open, ending, now), now);
    }

    private void preempted(TurnEvent.Preempted event, long now) {
        RunningAttempt attempt = event.attempt();
        long sequence = attempt.work().sequence();
        dispatcher.lane(attempt.turn()).filter(lane -> leads(lane, sequence)).ifPresent(lane -> {
            waitFor(lane, attempt);
            dispatcher.unmark(lane, sequence);
            long took = Math.max(0, event.at() - attempt.startedAt());
            dispatcher.after(lane, settler.preempted(lane, lane.window().get(0), took, attempt.cost()), now);
        });
    }

    /** The handler may go on though its attempt is over: some lanes wait until it has returned. */
    private static void waitFor(ActiveLane lane, RunningAttempt attempt) {
        boolean waits = lane.job().queue().waitsForLost() && !attempt.hasReturned();
        lane.lost(waits ? Optional.of(attempt) : Optional.empty());
    }

    private void expire(long now) {
        List<ActiveLane> late = new ArrayList<>();
        for (ActiveLane lane : dispatcher.handedOut()) {
            lane.turn()
                    .flatMap(turn -> turn.current())
                    .filter(current -> current.deadline() <= now
                            && leads(lane, current.work().sequence()))
                    .filter(RunningAttempt::revoke)
                    .ifPresent(current -> {
                        late.add(lane);
                        lane.lost(Optional.of(current));
                    });
        }
        for (ActiveLane lane : late) {
            RunningAttempt attempt = lane.lost().orElseThrow();
            waitFor(lane, attempt);
            settle(lane, ending(attempt, new Completion.Retry(Optional.empty(), timedOut(attempt)), now), now);
        }
    }

    private void checkpointed(TurnEvent.Checkpointed event) {
        long sequence = event.attempt().work().sequence();
        Optional<ActiveLane> lane = dispatcher.lane(event.attempt().turn()).filter(it -> leads(it, sequence));
        if (lane.isEmpty()) {
            event.kept()
                    .completeExceptionally(new IllegalStateException(
                            "The attempt may not settle any more: its checkpoint is not kept"));
            return;
        }
        OpenTask open = lane.get().window().get(0);
        TaskRow row = open.row().withCheckpoint();
        backlog.checkpoint(sequence, event.progress());
        backlog.change(lane.get().key(), sequence, open.row(), row);
        lane.get().window().set(0, open.with(row));
        checkpoints.written(event.kept());
        told.tell(TaskEventKind.CHECKPOINTED, open.task());
        effects.commitSoon();
    }

    private void returned(RunningAttempt attempt, long now) {
        Optional<ActiveLane> waiting = lanes.inMemory().stream()
                .filter(lane -> lane.lost().equals(Optional.of(attempt)))
                .findFirst();
        waiting.ifPresent(lane -> {
            lane.lost(Optional.empty());
            lanes.rest(lane, now);
        });
    }

    private void ring(Alarm alarm, long now) {
        Optional<QueuedJob> job = job(alarm.lane().job());
        if (job.isEmpty()) {
            // Its job is not in the configuration now, and may be again.
            alarms.set(new Alarm(now + AN_HOUR, alarm.kind(), alarm.lane(), alarm.sequence()));
            return;
        }
        switch (alarm.kind()) {
            case LANE -> lanes.wake(job.get(), alarm.lane(), now);
            case TASK -> lanes.comeBack(job.get(), alarm, now);
            case AGE ->
                taskControl
                        .retire(job.get(), new Place(alarm.lane(), alarm.sequence()), now)
                        .ifPresent(again -> alarms.set(new Alarm(again, alarm.kind(), alarm.lane(), alarm.sequence())));
        }
    }

    private boolean runs(Started attempt) {
        return lanes.inMemory(attempt.lane()).filter(ActiveLane::inFlight).isPresent();
    }

    private void blame(Started attempt) {
        Optional<TaskRow> row = backlog.find(attempt.lane(), attempt.sequence());
        Optional<QueuedJob> job = job(attempt.lane().job());
        Optional<PendingTask> body = backlog.findBody(attempt.sequence());
        if (row.isPresent() && job.isPresent() && body.isPresent()) {
            settler.blame(job.get(), attempt.lane(), new OpenTask(attempt.sequence(), row.get(), body.get()));
        }
    }

    /** If another process had the partition meanwhile, it may have begun the task, too, with a higher number. */
    private boolean adopted(RunningAttempt attempt, long now) {
        PendingTask task = attempt.work().attempt().task();
        boolean adopted = assignment.mayTakeUp(attempt)
                && job(task.key().job())
                        .filter(job -> dispatcher.adopt(
                                job, LaneKey.of(task, job.queue().ordered()), attempt, now))
                        .isPresent();
        if (adopted) {
            assignment.takenUp(attempt);
        }
        return adopted;
    }

    private Work work(QueuedJob job, OpenTask open, AttemptNumber number, Token token) {
        TaskRow row = open.row();
        Limits limits = job.work().limits();
        long time = limits.maxHandlerTime()
                .map(most -> Math.min(limits.timeLimit().toMillis(), Math.max(1, most.toMillis() - row.spent())))
                .orElse(limits.timeLimit().toMillis());
        Purpose purpose =
                row.compensates() ? new Purpose.Compensate(admission.lastResult(open.task())) : new Purpose.Handle();
        return new Work(
                open.sequence(),
                new Attempt(open.task(), number),
                purpose,
                row.checkpointed() ? backlog.checkpoint(open.sequence()) : Optional.empty(),
                new Work.Limits(time, row.retires(), new Allowance(row.cost(), job.bounds())),
                token);
    }

    private static boolean leads(ActiveLane lane, long sequence) {
        return !lane.window().isEmpty() && lane.window().get(0).sequence() == sequence;
    }

    private static PendingTask task(TurnEvent event) {
        return event.attempt().work().attempt().task();
    }

    private static Failure timedOut(RunningAttempt attempt) {
        return new Failure(
                DeadLetterReason.TIMED_OUT,
                QueuedWork.class.getName(),
                "The attempt ran beyond its time limit of %d ms.".formatted(attempt.deadline() - attempt.startedAt()));
    }
}
