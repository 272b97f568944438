package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.processor.admission.AdmissionPolicy;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.outcome.RetryPolicy;
import io.penstock.processor.outcome.SettlementPolicy;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.records.ResumeToken;
import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How lanes share what may run: here one worker, or a few, and handlers that take their time. */
class LaneTurnsTest implements Effects, Permits {
    private final Deque<TurnEvent> events = new ArrayDeque<>();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private long now = 1_000_000;
    private int workers = 1;
    private int taken;
    private int offset;

    private final TaskPartition partition = new TaskPartition(
            Map.of("job", policy()),
            new Stores(
                    new Ledger(new MemoryRows(), new Retention(Duration.ofDays(7), Optional.empty()), false),
                    new FoldingRows(new MemoryRows())),
            new World(this, this, new Rates().open(), TaskListener.NONE, () -> Instant.ofEpochMilli(now)));

    private static JobPolicy policy() {
        return new JobPolicy(
                new AdmissionPolicy(false, false, false),
                new SettlementPolicy(RetryPolicy.atOnce(1), 1_000),
                Optional.of(new QueuePolicy(
                        TestJob.named("job")
                                .queued("max-attempts: 1")
                                .settings()
                                .work(),
                        (task, at) -> 0)));
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
        boolean granted = taken < workers;
        taken += granted ? 1 : 0;
        return granted;
    }

    @Override
    public void forgo(String job, Tier tier) {}

    @Override
    public void force(String job, Tier tier) {
        taken++;
    }

    @Override
    public void give(String job, Tier tier) {
        taken--;
    }

    private void arrive(String lane, int count) {
        for (int i = 0; i < count; i++) {
            PendingTask some = Tasks.of("{}");
            offset++;
            partition.arrive(
                    new Arrival(
                            Intent.RUN,
                            new PendingTask(
                                    new TaskKey("job", "shop.orders", "task " + offset),
                                    new DocumentVersion(
                                            "document " + offset,
                                            Operation.CREATE,
                                            Position.ofToken(new ResumeToken(10L << 32, offset), Position.WRITE),
                                            10_000,
                                            Optional.empty(),
                                            Optional.empty()),
                                    lane,
                                    some.contents(),
                                    some.origin()),
                            false),
                    offset,
                    0);
        }
    }

    private void open() {
        partition.open(Kept.NOTHING);
        partition.beforeCommit();
        partition.committed();
    }

    /** One worker runs all there is, each task for so long; the partition looks after each. */
    private void work(long millis) {
        partition.dispatch();
        while (!turns.isEmpty()) {
            Turn turn = turns.remove();
            for (Optional<RunningAttempt> next = turn.next(); next.isPresent(); next = turn.next()) {
                ran.add(next.get().work().attempt().task().shardKey());
                now += millis;
                next.get().end(new Completion.Succeeded(Raw.of("null")));
                look();
            }
            look();
        }
    }

    /** All workers run one task each, for so long, and look for their next ones. */
    private List<String> workSideBySide(long millis) {
        partition.dispatch();
        List<RunningAttempt> running = new ArrayList<>();
        for (int left = turns.size(); left > 0; left--) {
            Turn turn = turns.remove();
            turn.next().ifPresent(attempt -> {
                running.add(attempt);
                turns.add(turn);
            });
        }
        now += millis;
        running.forEach(attempt -> attempt.end(new Completion.Succeeded(Raw.of("null"))));
        look();
        return running.stream()
                .map(attempt -> attempt.work().attempt().task().shardKey())
                .toList();
    }

    private void look() {
        while (!events.isEmpty()) {
            partition.happened(events.remove());
        }
        partition.tick();
    }

    @Test
    void shouldTakeTurns_soThatAHotLaneDoesNotCrowdOutTheOthers() {
        open();
        arrive("hot", 40);
        arrive("b", 10);
        arrive("c", 10);

        work(50);

        assertThat(ran).hasSize(60);
        // The first turn is handed out before anybody knows how long a task takes.
        List<String> known = ran.subList(24, 60);
        assertThat(known.subList(0, 12)).contains("hot", "b", "c");
    }

    @Test
    void shouldGiveWayAfterEachTask_ifOneTakesLong() {
        open();
        arrive("a", 1);
        work(60_000);
        arrive("hot", 6);
        arrive("b", 3);

        work(60_000);

        assertThat(ran.subList(1, 8)).containsExactly("hot", "b", "hot", "b", "hot", "b", "hot");
    }

    @Test
    void shouldKeepALaneAtWork_ifNoOtherWaits() {
        open();
        arrive("a", 1);
        work(60_000);
        arrive("only", 3);
        partition.dispatch();

        Turn turn = turns.element();
        turn.next().orElseThrow().end(new Completion.Succeeded(Raw.of("null")));

        // The next is at hand without another look.
        assertThat(turn.next()).isPresent();
    }

    @Test
    void shouldLetALaneStayThatHasFarMoreToDo_ifOthersHaveTheirTurns() {
        workers = 4;
        open();
        arrive("hot", 60);
        List<String> others = List.of("b", "c", "d", "e", "f", "g", "h", "i");
        others.forEach(lane -> arrive(lane, 20));

        List<List<String>> rounds = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            rounds.add(workSideBySide(50));
        }

        assertThat(rounds.subList(1, 40)).allSatisfy(round -> assertThat(round).contains("hot"));
        assertThat(rounds.subList(0, 40)).flatMap(round -> round).containsAll(others);
    }
}
