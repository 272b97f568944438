package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.outcome.RetryPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.records.Command;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job with a rate of 20 a second beside one without, in virtual time: the partition is called when it asks to be. */
class RatedJobTest implements Effects, Permits {
    private static final String RATED = "rated";
    private static final String FREE = "free";
    private static final Completion SUCCESS = new Completion.Succeeded(Raw.of("null"));
    private static final Completion FAILURE =
            new Completion.Retry(Optional.empty(), new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now"));

    private final Deque<TurnEvent> events = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final List<PendingTask> begun = new ArrayList<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final CountedRows backlog = new CountedRows();
    private Rates rates = new Rates();
    private Rates.Share share = rates.open();
    private long now = 1_000_000;
    private int offset;
    private int ticks;
    private Completion completion = SUCCESS;
    /** Whether workers have places. */
    private boolean works = true;

    private TaskPartition partition = partition("rate: 20/s");

    private TaskPartition partition(String rated) {
        TaskPartition made = new TaskPartition(
                Map.of(RATED, policy(RATED, rated), FREE, policy(FREE, "max-attempts: 1")),
                new Stores(
                        new Ledger(new MemoryRows(), new Retention(Duration.ofDays(7), Optional.empty()), false),
                        new FoldingRows(backlog, Backlog.WRITTEN)),
                new World(this, this, share, TaskListener.NONE, () -> Instant.ofEpochMilli(now)));
        made.open(Kept.NOTHING);
        return made;
    }

    private static JobPolicy policy(String name, String work) {
        return new JobPolicy(
                new AdmissionPolicy(false, false, false),
                new SettlementPolicy(RetryPolicy.atOnce(3), 1_000),
                Optional.of(new QueuePolicy(
                        TestJob.named(name).queued(work).settings().work(), (task, at) -> 0)));
    }

    /** Counts what is written. */
    private static final class CountedRows implements RowStore {
        private final MemoryRows rows = new MemoryRows();
        private int writes;

        @Override
        public Optional<byte[]> get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public void put(byte[] key, byte[] row) {
            writes++;
            rows.put(key, row);
        }

        @Override
        public void delete(byte[] key) {
            writes++;
            rows.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            rows.scan(from, to, visitor);
        }
    }

    @Override
    public void start(Attempt attempt) {
        throw new AssertionError("No job is inline");
    }

    @Override
    public Turn newTurn() {
        return new Turn(events::add, () -> Instant.ofEpochMilli(now));
    }

    @Override
    public void hand(String job, Turn turn) {
        turns.add(turn);
    }

    @Override
    public void emit(Output output) {}

    @Override
    public void commitSoon() {}

    @Override
    public boolean take(String job, Tier tier) {
        force(job, tier);
        return true;
    }

    @Override
    public void forgo(String job, Tier tier) {}

    @Override
    public void force(String job, Tier tier) {
        taken.merge(job, 1, Integer::sum);
    }

    @Override
    public void give(String job, Tier tier) {
        taken.merge(job, -1, Integer::sum);
    }

    private void arrive(String job, String lane, int count) {
        for (int i = 0; i < count; i++) {
            PendingTask some = Tasks.ofDocument(Integer.toString(offset));
            PendingTask task = new PendingTask(
                    new TaskKey(job, "shop.orders", Integer.toString(offset)),
                    some.version(),
                    lane,
                    some.contents(),
                    some.origin());
            partition.arrive(new Arrival(Intent.RUN, task, false), offset++, 0);
        }
        partition.dispatch();
    }

    private void commit() {
        partition.beforeCommit();
        partition.committed();
    }

    private void work() {
        while (works && !turns.isEmpty()) {
            Turn turn = turns.remove();
            for (Optional<RunningAttempt> next = turn.next(); next.isPresent(); next = turn.next()) {
                begun.add(next.get().work().attempt().task());
                next.get().end(completion);
            }
            while (!events.isEmpty()) {
                partition.happened(events.remove());
            }
            partition.dispatch();
        }
        commit();
    }

    private void pass(Duration time) {
        long end = now + time.toMillis();
        work();
        for (long next = partition.nextTick(); next <= end; next = partition.nextTick()) {
            now = Math.max(now, next);
            ticks++;
            partition.tick();
            work();
        }
        now = end;
    }

    private long begun(String job) {
        return begun.stream().filter(task -> task.key().job().equals(job)).count();
    }

    @Test
    void shouldStartAsManyAsTheRateSays_andHoldUpNoOtherJob() {
        commit();
        for (int lane = 0; lane < 500; lane++) {
            arrive(RATED, "rated " + lane, 1);
        }
        arrive(FREE, "a", 300);
        work();
        assertThat(begun(FREE)).isEqualTo(300);
        assertThat(begun(RATED)).isZero();
        assertThat(taken.getOrDefault(RATED, 0)).isZero();

        pass(Duration.ofSeconds(10));

        assertThat(begun(RATED)).isBetween(199L, 200L);
        assertThat(ticks)
                .as("for each attempt one, and what every assignment takes")
                .isLessThan(210);
    }

    @Test
    void shouldCostNoRowToWait() {
        commit();
        for (int lane = 0; lane < 50; lane++) {
            arrive(RATED, "rated " + lane, 1);
        }
        pass(Duration.ofSeconds(1));
        int before = backlog.writes;

        for (int look = 0; look < 40; look++) {
            now += 1;
            partition.tick();
            commit();
        }

        assertThat(begun(RATED)).isEqualTo(20);
        assertThat(backlog.writes).isEqualTo(before);
    }

    @Test
    void shouldCountWhatIsTriedAgain() {
        completion = FAILURE;
        commit();
        arrive(RATED, "a", 100);
        arrive(RATED, "b", 100);

        pass(Duration.ofSeconds(10));

        assertThat(begun(RATED)).isBetween(199L, 200L);
        assertThat(begun.stream().map(task -> task.key().taskId()).distinct()).hasSizeBetween(66, 68);
    }

    @Test
    void shouldLetLanesTakeTurns() {
        commit();
        arrive(RATED, "hot", 100);
        arrive(RATED, "b", 10);
        arrive(RATED, "c", 10);

        pass(Duration.ofMillis(1_500));

        assertThat(begun.stream().filter(task -> task.shardKey().equals("hot"))).hasSize(10);
        assertThat(begun.stream().filter(task -> task.shardKey().equals("b"))).hasSize(10);
    }

    @Test
    void shouldNotBeginTogether_whatHasWaitedForAPlace() {
        works = false;
        commit();
        for (int lane = 0; lane < 100; lane++) {
            arrive(RATED, "rated " + lane, 1);
        }
        pass(Duration.ofSeconds(5));

        works = true;
        work();
        assertThat(begun(RATED)).isEqualTo(6);
        pass(Duration.ofSeconds(1));

        assertThat(begun(RATED)).isEqualTo(26);
    }

    @Test
    void shouldGiveBackWhatIsTakenBack_andWhatThePartitionLeavesBehind() {
        String one = "rate: 1/s, start: committed";
        rates = new Rates();
        share = rates.open();
        partition = partition(one);
        works = false;
        commit();
        for (int lane = 0; lane < 4; lane++) {
            arrive(RATED, "rated " + lane, 1);
        }
        now += 1_000;
        partition.tick();
        commit();
        assertThat(turns).as("with a worker").hasSize(1);

        cancel("0");
        partition.dispatch();
        cancel("1");
        partition.dispatch();
        turns.clear();
        commit();
        assertThat(turns)
                .as("what comes after one with a worker and one before its commit")
                .hasSize(1);

        // An assignment that is not proven is followed by a careful one.
        now += 10_000;
        partition.tick();
        commit();
        leave();
        turns.clear();
        partition = partition(one);
        commit();
        partition.dispatch();
        leave();
        partition = partition(one);
        commit();
        partition.dispatch();
        commit();

        assertThat(turns)
                .as("what was with a worker, and before its commit again")
                .hasSize(1);
    }

    private void leave() {
        partition.close();
        share.close();
        share = rates.open();
    }

    private void cancel(String taskId) {
        partition.command(
                new Command(taskId, Optional.empty(), new Command.Cancel(RATED, Optional.of("shop.orders"), taskId)),
                0);
    }

    @Test
    void shouldWaitForNothing_whileTheJobIsPaused() {
        commit();
        arrive(RATED, "a", 100);
        pass(Duration.ofSeconds(20));
        long before = begun(RATED);
        arrive(RATED, "b", 100);
        partition.command(new Command("p", Optional.empty(), new Command.Pause(RATED, Optional.empty())), 0);
        partition.dispatch();
        commit();

        assertThat(partition.nextTick()).isEqualTo(Long.MAX_VALUE);
        pass(Duration.ofHours(1));
        assertThat(begun(RATED)).isEqualTo(before);

        partition.command(new Command("r", Optional.empty(), new Command.Resume(RATED, Optional.empty())), 0);
        partition.dispatch();
        pass(Duration.ofSeconds(1));
        assertThat(begun(RATED) - before).isBetween(20L, 26L);
    }
}
