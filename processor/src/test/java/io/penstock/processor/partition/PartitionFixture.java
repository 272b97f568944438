package io.penstock.processor.partition;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.admission.LedgerView;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.Company;
import io.penstock.processor.outcome.RetryPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The core of one queued job or of none, driven by hand, with a ledger that outlives assignments. */
final class PartitionFixture {
    private final String work;
    private AdmissionPolicy admission = new AdmissionPolicy(true, false, false);
    private AtOnce atOnce = AtOnce.USUAL;
    private Instant now = Instant.ofEpochMilli(1_000_000);
    private final InstantSource clock = () -> now;
    private final MemoryRows ledger = new MemoryRows();
    private final Deque<TurnEvent> events = new ArrayDeque<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Rates rates = new Rates();
    private boolean othersAreAlone;
    private boolean othersRun;
    private int trials;
    private boolean awaitsTrial;
    private Company company = Company.MANY;

    PartitionFixture() {
        this("max-attempts: 3");
    }

    /**
     * @param work how the job works, as keys of its configuration
     */
    PartitionFixture(String work) {
        this.work = work;
    }

    /** The job runs each task id until that has a result, and then never again. */
    PartitionFixture once() {
        admission = new AdmissionPolicy(true, true, false);
        return this;
    }

    /** The core puts away as much in one look. */
    PartitionFixture atOnce(AtOnce most) {
        atOnce = most;
        return this;
    }

    /** Whether another partition of the process has a suspect that is alone. */
    void othersAreAlone(boolean are) {
        othersAreAlone = are;
    }

    /** Whether other partitions of the process run something. */
    void othersRun(boolean run) {
        othersRun = run;
    }

    /** Time passes. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    /** The time of day: milliseconds since 1970. */
    long now() {
        return now.toEpochMilli();
    }

    /** One assignment of the partition, with these rows in its backlog. */
    TaskPartition partition(RowStore backlog) {
        return partition(work, backlog, Kept.NOTHING);
    }

    /** The same, to a process that had it before. */
    TaskPartition partition(RowStore backlog, Kept here) {
        return partition(work, backlog, here);
    }

    /** The same, with the job working otherwise from now on. */
    TaskPartition partition(String work, RowStore backlog) {
        return partition(work, backlog, Kept.NOTHING);
    }

    private TaskPartition partition(String work, RowStore backlog, Kept here) {
        JobPolicy policy = new JobPolicy(
                admission,
                new SettlementPolicy(RetryPolicy.atOnce(3), 1_000),
                Optional.of(new QueuePolicy(
                        TestJob.named("job").queued(work).settings().work(), (task, at) -> 0)));
        return partition(Map.of("job", policy), backlog, here);
    }

    /** The same, with the job inline from now on. */
    TaskPartition inline(RowStore backlog) {
        return partition(
                Map.of(
                        "job",
                        new JobPolicy(
                                new AdmissionPolicy(true, false, false),
                                new SettlementPolicy(RetryPolicy.atOnce(3), 1_000),
                                Optional.empty())),
                backlog,
                Kept.NOTHING);
    }

    /** One assignment of the partition while the configuration names no job. */
    TaskPartition withoutJobs() {
        return withoutJobs(new MemoryRows());
    }

    /** The same, with these rows in its backlog. */
    TaskPartition withoutJobs(RowStore backlog) {
        return partition(Map.of(), backlog, Kept.NOTHING);
    }

    private TaskPartition partition(Map<String, JobPolicy> jobs, RowStore backlog, Kept here) {
        TaskPartition partition = new TaskPartition(
                jobs,
                new Stores(
                        new Ledger(ledger, new Retention(Duration.ofDays(7), Optional.empty()), true),
                        new FoldingRows(backlog, Backlog.WRITTEN)),
                new World(new Effecting(), new Unlimited(), rates.open(), TaskListener.NONE, clock, atOnce));
        trials = 0;
        awaitsTrial = false;
        partition.open(here);
        return partition;
    }

    private final class Unlimited implements Permits {
        @Override
        public boolean take(String job, Tier tier) {
            return true;
        }

        @Override
        public void forgo(String job, Tier tier) {}

        @Override
        public void force(String job, Tier tier) {}

        @Override
        public void give(String job, Tier tier) {}

        @Override
        public boolean mayBegin(long now) {
            return !othersAreAlone && trials == 0 && !awaitsTrial;
        }

        @Override
        public boolean beginTrial(Company asked, long now, long acquitted) {
            int room = trials == 0 ? asked.most() : Math.min(asked.most(), company.most());
            boolean begins = !othersAreAlone && !othersRun && trials < room;
            trials += begins ? 1 : 0;
            company = begins ? asked : company;
            awaitsTrial = !begins;
            return begins;
        }

        @Override
        public void endTrial() {
            trials--;
        }

        @Override
        public void forgoTrial() {
            awaitsTrial = false;
        }
    }

    private final class Effecting implements Effects {
        @Override
        public void start(Attempt attempt) {
            throw new AssertionError("No job is inline");
        }

        @Override
        public void hand(String job, Turn turn) {
            turns.add(turn);
        }

        @Override
        public Turn newTurn() {
            return new Turn(events::add, clock);
        }

        @Override
        public void emit(Output output) {
            outputs.add(output);
        }

        @Override
        public void commitSoon() {}
    }

    static void commit(TaskPartition partition) {
        partition.beforeCommit();
        partition.committed();
    }

    void runAll(TaskPartition partition) {
        partition.tick();
        while (!turns.isEmpty()) {
            Turn turn = turns.remove(0);
            for (Optional<RunningAttempt> next = turn.next(); next.isPresent(); next = turn.next()) {
                next.get().end(new Completion.Succeeded(Raw.of("1")));
            }
            for (TurnEvent event = events.poll(); event != null; event = events.poll()) {
                partition.happened(event);
            }
            partition.dispatch();
        }
    }

    /** What the ledger says has become of the only document of a task id. */
    String outcome(String taskId) {
        return new LedgerView(ledger).find("job", taskId).get(0).outcome();
    }

    long results() {
        return outputs.stream().filter(Output.Result.class::isInstance).count();
    }

    /** How many tasks were told so. */
    long told(TaskEventKind kind) {
        return outputs.stream()
                .filter(output -> output instanceof Output.Event event && event.kind() == kind)
                .count();
    }

    List<Output> outputs() {
        return List.copyOf(outputs);
    }

    /** Turns that were handed out and not taken yet. */
    List<Turn> turns() {
        return turns;
    }

    /** The process ends, and with it what was handed out and told. */
    void crash() {
        turns.clear();
        events.clear();
        pass(Duration.ofMillis(1));
    }

    /** What workers have told reaches the partition. */
    void tell(TaskPartition partition) {
        for (TurnEvent event = events.poll(); event != null; event = events.poll()) {
            partition.happened(event);
        }
    }
}
