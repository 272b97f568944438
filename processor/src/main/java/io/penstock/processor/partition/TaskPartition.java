package io.penstock.processor.partition;

import io.penstock.api.AttemptNumber;
import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Admission.Judgement;
import io.penstock.processor.admission.Admission.Ticket;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Verdict;
import io.penstock.processor.outcome.Settlement;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Output.Tries;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.records.Command;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The core: what happens to the tasks of one partition, from their arrival to their outcome.
 *
 * <p>A state machine. It is told what happens ({@link #arrive}, {@link #happened}, {@link #beforeCommit},
 * {@link #committed}, {@link #tick}) and says by {@link Effects} what is to be done. It knows no Kafka class, starts no
 * thread, and reads no clock but the one that it is given. For use by one thread, its partition's.
 */
public final class TaskPartition {
    private final Map<String, JobPolicy> jobs;
    private final Stores stores;
    private final Admission admission;
    private final Effects effects;
    private final Told told;
    private final InstantSource clock;
    private final QueuedWork queued;
    private final Retirements retirements;
    private final Operator operator;
    private final Escalations escalations;
    /** From the clock: grows with every assignment only as long as clocks do. Attempts of inline jobs have no better fence. */
    private final long epoch;

    /** By identity: a task's document may have megabytes, which would be hashed at each look-up. */
    private final IdentityHashMap<PendingTask, Running> running = new IdentityHashMap<>();

    private record Running(JobPolicy job, Ticket ticket, int before) {}

    /**
     * What is kept.
     *
     * @param ledger what became of each task id; held back until {@link #beforeCommit}
     * @param backlog the open tasks; held back until {@link #beforeCommit}
     */
    public record Stores(Ledger ledger, FoldingRows backlog) {
        /** The ledger first: without a transaction around both, a crash must not lose a task that the ledger has as open. */
        void flush() {
            ledger.flush();
            backlog.flush();
        }
    }

    /**
     * What surrounds the core.
     *
     * @param effects what it asks of the world
     * @param permits how much of it may run
     * @param rates how often attempts may begin
     * @param listener hears of everything
     * @param clock the time of day
     * @param atOnce how much it may do before the world goes on
     */
    public record World(
            Effects effects,
            Permits permits,
            Rates.Share rates,
            TaskListener listener,
            InstantSource clock,
            AtOnce atOnce) {
        /** With as much at once as is usual. */
        public World(Effects effects, Permits permits, Rates.Share rates, TaskListener listener, InstantSource clock) {
            this(effects, permits, rates, listener, clock, AtOnce.USUAL);
        }
    }

    /**
     * @param jobs the jobs by name
     * @param stores what is kept, as it was committed last
     */
    public TaskPartition(Map<String, JobPolicy> jobs, Stores stores, World world) {
        this.jobs = Map.copyOf(jobs);
        this.stores = stores;
        this.admission = new Admission(stores.ledger());
        this.effects = world.effects();
        this.clock = world.clock();
        this.told = new Told(effects, world.listener(), clock);
        this.epoch = clock.millis();
        this.queued = new QueuedWork(jobs, stores.backlog(), admission, world, told);
        this.retirements = new Retirements(stores.backlog(), queued, admission, told, effects);
        this.escalations = new Escalations(
                this.jobs.keySet().stream()
                        .flatMap(name -> queued.job(name).stream())
                        .toList(),
                world.listener());
        this.operator =
                new Operator(this.jobs, new Operator.Desks(queued, retirements), admission, told, this::retryInline);
    }

    /**
     * A task, or the end of a document, has arrived.
     *
     * @param offset offset of its record in the topic that admission reads
     * @param streamTime the stream's time: milliseconds since 1970
     */
    public void arrive(Arrival arrival, long offset, long streamTime) {
        take(arrival, offset, streamTime);
        spill();
    }

    private void take(Arrival arrival, long offset, long streamTime) {
        stores.ledger().advance(streamTime);
        PendingTask task = arrival.task();
        JobPolicy job = jobs.get(task.key().job());
        if (job == null) {
            // The end of a document is nothing that anyone waits for.
            if (arrival.isTask()) {
                told.lost(task, unknownJob(task), Tries.NONE, Optional.empty());
            }
            return;
        }
        if (arrival.isTask() && !retirements.takesOn(task.key().job())) {
            told.tell(TaskEventKind.CANCELLED, task);
            return;
        }
        if (retirements.isOver(task.key().job())) {
            return;
        }
        Judgement judgement = admission.judge(arrival, job.admission(), offset, streamTime);
        if (arrival.isTask()) {
            judgement.verdict().told().ifPresent(kind -> told.tell(kind, task));
        }
        Optional<QueuedJob> queue = queued.job(task.key().job());
        if (judgement.verdict() == Verdict.RUN && queue.isPresent()) {
            queued.admit(queue.get(), task, judgement.ticket(), clock.millis());
        } else if (judgement.verdict() == Verdict.RUN) {
            told.tell(TaskEventKind.ADMITTED, task);
            startInline(task, new Running(job, judgement.ticket(), 0));
        } else if (judgement.verdict() == Verdict.DUPLICATE && arrival.isTask()) {
            // What else is told again never ran: a result that is kept is that of an earlier version.
            queue.ifPresent(it -> queued.repeat(it, task, judgement.ticket()));
        } else if (judgement.verdict() == Verdict.ENDED || judgement.verdict() == Verdict.UNMATCHED) {
            queue.ifPresent(it -> queued.unmatch(it, task, judgement.ticket(), clock.millis()));
        }
    }

    /**
     * An operator speaks. The answer is among the outputs; attempts at inline jobs may be asked for.
     *
     * @param streamTime the stream's time: milliseconds since 1970
     */
    public void command(Command command, long streamTime) {
        effects.emit(new Output.Reply(operator.obey(command, streamTime, clock.millis())));
        retirements.tick(clock.millis());
        spill();
    }

    /**
     * An attempt that {@link Effects#start} asked for has ended.
     *
     * @param tookNanos how long its handler ran
     */
    public void ended(Attempt attempt, Completion completion, long tookNanos) {
        PendingTask task = attempt.task();
        Running state = running.get(task);
        if (state == null) {
            throw new IllegalStateException("No attempt at " + task.key() + " is running, and yet one has ended");
        }
        int attempts =
                attempt.number().count() - state.before() - state.ticket().round() + 1;
        told.attempted(task, attempts, completion, tookNanos);
        Settlement settlement = state.job().settlement().settle(completion, task, attempts, 0);
        if (settlement instanceof Settlement.Requeue) {
            AttemptNumber next =
                    new AttemptNumber(attempt.number().epoch(), attempt.number().count() + 1);
            effects.start(new Attempt(task, next));
            return;
        }
        running.remove(task);
        Tries tries = new Tries(state.before() + attempts, state.ticket().round());
        if (settlement instanceof Settlement.Finish finish) {
            admission.succeeded(task, state.job().admission(), state.ticket());
            effects.emit(new Output.Result(task, finish.result(), tries, false));
            told.tell(TaskEventKind.SUCCEEDED, task);
        } else if (settlement instanceof Settlement.Bury bury) {
            admission.lost(task, state.ticket());
            told.lost(task, bury.failure(), tries, Optional.empty());
        }
    }

    /** A worker tells what became of an attempt of a turn. */
    public void happened(TurnEvent event) {
        queued.happened(event, clock.millis());
        spill();
    }

    /**
     * Begins an assignment, before all else: nothing is dispatched before the next commit.
     *
     * @param here what this process has kept since the partition was here before: what runs is taken up again, or revoked
     * @throws StrandedTasksException if tasks are open of a job that has no queue
     */
    public void open(Kept here) {
        retirements.checkNoneIsStranded(inline());
        queued.open(here, clock.millis());
        retirements.open(jobs.keySet(), clock.millis());
    }

    private Set<String> inline() {
        return jobs.keySet().stream().filter(name -> queued.job(name).isEmpty()).collect(Collectors.toSet());
    }

    /** What may start is started: cheaper than {@link #tick}. */
    public void dispatch() {
        queued.dispatch(clock.millis());
    }

    /** Time has passed: what is due is done, and what may start is started. */
    public void tick() {
        queued.tick(clock.millis());
        retirements.tick(clock.millis());
        escalations.tick(clock.millis());
        spill();
    }

    /**
     * When {@link #tick} is to be called at the latest: milliseconds since 1970; {@link Long#MAX_VALUE}: there is no need.
     */
    public long nextTick() {
        long own = Math.min(retirements.nextTick(), escalations.nextTick());
        return Math.min(queued.nextTick(clock.millis()), own);
    }

    /**
     * A commit is about to be made: writes what was held back for it.
     *
     * @return what is open then; empty if that has not changed
     */
    public Optional<List<Standing>> beforeCommit() {
        Optional<List<Standing>> standing = queued.beforeCommit();
        stores.ledger().revise();
        stores.flush();
        return standing;
    }

    /** Writes early what was held back, if that is much: between two events, when it is whole. */
    private void spill() {
        if (stores.backlog().isFull()) {
            queued.write();
            stores.flush();
        }
    }

    /** The commit that was announced last went through. */
    public void committed() {
        queued.committed(clock.millis());
    }

    /**
     * The partition leaves, and nothing of it settles here any more.
     *
     * @return to be handed to {@link #open} if the partition comes back to this process; or else what runs is to be revoked
     */
    public Kept close() {
        escalations.close();
        return queued.close();
    }

    private void retryInline(PendingTask task, JobPolicy job, Ticket ticket, int before) {
        told.tell(TaskEventKind.RETRIED, task);
        startInline(task, new Running(job, ticket, before));
    }

    private void startInline(PendingTask task, Running state) {
        running.put(task, state);
        effects.start(new Attempt(
                task, new AttemptNumber(epoch, state.before() + state.ticket().round())));
    }

    private static Failure unknownJob(PendingTask task) {
        return new Failure(
                DeadLetterReason.JOB_UNKNOWN,
                TaskPartition.class.getName(),
                "A task of job '%s' was on its way when the job was taken out of the configuration."
                        .formatted(task.key().job()));
    }
}
