package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Forget;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A document of which very many versions are open: none of what ends them all does so in one call. */
class ManyVersionsIT {
    private static final int AT_ONCE = AtOnce.USUAL.tasks();
    private static final int VERSIONS = 6 * AT_ONCE;
    /** What dispatch puts away in one call, and what is taken back bit by bit. */
    private static final int MOST = 2 * AT_ONCE;

    private static final Optional<Lane> LANE = Optional.of(new Lane.OfShardKey("1"));
    private static final Optional<String> COLLECTION = Optional.of("shop.orders");

    private final MemoryRows backlog = new MemoryRows();
    private PartitionFixture fixture = new PartitionFixture();
    private int commands;

    @Test
    void shouldCancelThemBitByBit_whenTheirDocumentIsDeleted() {
        TaskPartition first = opened("on-unmatch: cancel-open");
        ask(first, new Pause("job", LANE));
        admit(first, 0, VERSIONS);

        first.arrive(new Arrival(Intent.END, Tasks.ofUpdate(VERSIONS), false), VERSIONS, 0);
        assertThat(told(TaskEventKind.CANCELLED)).isLessThanOrEqualTo(MOST);
        goOnTo(first, () -> told(TaskEventKind.CANCELLED) > VERSIONS / 3, TaskEventKind.CANCELLED);
        TaskPartition second = moved(first);
        ask(second, new Resume("job", LANE));
        admit(second, VERSIONS + 1, 1);
        goOnTo(second, () -> count('B') == 1, TaskEventKind.CANCELLED);
        assertThat(fixture.turns()).as("none of them begins").hasSizeLessThanOrEqualTo(1);
        assertThat(fixture.results()).isZero();
        fixture.runAll(second);
        PartitionFixture.commit(second);

        assertThat(told(TaskEventKind.CANCELLED)).isEqualTo(VERSIONS);
        assertThat(fixture.results())
                .as("what the document's next life has brought")
                .isEqualTo(1);
        assertThat(List.of(count('B'), count('T'), count('X'))).containsOnly(0L);
    }

    @Test
    void shouldLetNoneOfThemRun_whateverACrashKeepsOfIt() {
        int versions = AT_ONCE + 200;
        // Of each version its row goes, and then its body.
        for (int kept = 0; kept <= 2 * versions; kept += 300) {
            fixture = new PartitionFixture("on-unmatch: cancel-open");
            TornRows torn = new TornRows();
            TaskPartition first = fixture.partition(torn);
            admit(first, 0, versions);
            torn.commit();
            Arrival end = new Arrival(Intent.END, Tasks.ofUpdate(versions), false);
            first.arrive(end, versions, 0);
            first.tick();
            first.beforeCommit();
            first.close();
            fixture.crash();
            torn.crash(kept);

            TaskPartition second = fixture.partition(torn);
            second.arrive(end, versions, 0);
            PartitionFixture.commit(second);
            for (int look = 0; look < 5; look++) {
                fixture.runAll(second);
                PartitionFixture.commit(second);
            }

            assertThat(fixture.results()).as("%d writes kept", kept).isZero();
            assertThat(List.of(torn.count('T'), torn.count('X')))
                    .as("%d writes kept", kept)
                    .containsOnly(0L);
        }
    }

    @Test
    void shouldUndoWhatTheyMayHaveDone_afterAllOfThem() {
        TaskPartition partition = opened("on-unmatch: compensate");
        admit(partition, 0, 5 * AT_ONCE);

        partition.arrive(new Arrival(Intent.UNMATCH, Tasks.ofUpdate(VERSIONS), false), VERSIONS, 0);
        goOnTo(partition, () -> count('B') == 1 && count('X') == 0, TaskEventKind.CANCELLED);
        assertThat(told(TaskEventKind.COMPENSATED)).isZero();
        fixture.runAll(partition);

        assertThat(told(TaskEventKind.CANCELLED)).isEqualTo(5L * AT_ONCE);
        assertThat(told(TaskEventKind.COMPENSATED)).isEqualTo(1);
    }

    @Test
    void shouldCancelThemBitByBit_whenAnOperatorWantsThat() {
        TaskPartition first = opened("max-attempts: 3");
        admit(first, 0, VERSIONS);
        first.tick();
        assertThat(fixture.turns().remove(0).next()).as("the oldest runs").isPresent();
        Cancel cancel = new Cancel("job", COLLECTION, "1");

        assertThat(ask(first, cancel)).isEqualTo(Code.MORE);
        assertThat(told(TaskEventKind.CANCELLED)).isBetween(1L, (long) MOST);
        goOnTo(first, () -> told(TaskEventKind.CANCELLED) > VERSIONS / 3, TaskEventKind.CANCELLED);
        assertThat(ask(first, cancel)).isEqualTo(Code.MORE);
        TaskPartition second = moved(first);
        assertThat(ask(second, new Forget("job", COLLECTION, "1"))).isEqualTo(Code.MORE);
        assertThat(fixture.outcome("1")).isEqualTo("cancelled");
        goOnTo(second, () -> count('X') == 0, TaskEventKind.CANCELLED);

        assertThat(told(TaskEventKind.CANCELLED)).isEqualTo(VERSIONS);
        assertThat(fixture.results()).isZero();
        assertThat(ask(second, cancel)).isEqualTo(Code.NOT_HERE);
        assertThat(ask(second, new Forget("job", COLLECTION, "1"))).isEqualTo(Code.DONE);
    }

    @Test
    void shouldCancelThem_thatStandInTwoLanesSinceTheirJobKeepsOrderOtherwise() {
        TaskPartition first = opened("order: none");
        admit(first, 0, 2 * AT_ONCE);
        first.close();
        TaskPartition second = fixture.partition("order: shard-key", backlog);
        admit(second, 2 * AT_ONCE, 2 * AT_ONCE);

        assertThat(ask(second, new Cancel("job", COLLECTION, "1"))).isEqualTo(Code.MORE);
        goOnTo(second, () -> count('X') == 0, TaskEventKind.CANCELLED);

        assertThat(told(TaskEventKind.CANCELLED)).isEqualTo(4L * AT_ONCE);
        assertThat(fixture.turns()).isEmpty();
    }

    @Test
    void shouldSettleThemBitByBit_whenTheirTaskIdHasItsResultForGood() {
        fixture = new PartitionFixture("max-attempts: 3").once();
        TaskPartition first = fixture.partition(backlog);
        admit(first, 0, VERSIONS);
        first.tick();

        fixture.turns().remove(0).next().orElseThrow().end(new Completion.Succeeded(Raw.of("1")));
        fixture.tell(first);
        first.dispatch();
        assertThat(told(TaskEventKind.SETTLED)).isBetween(1L, (long) MOST);
        goOnTo(first, () -> told(TaskEventKind.SETTLED) > VERSIONS / 3, TaskEventKind.SETTLED);
        TaskPartition second = moved(first);
        goOnTo(second, () -> count('B') == 0, TaskEventKind.SETTLED);

        assertThat(told(TaskEventKind.SETTLED)).isEqualTo(VERSIONS - 1);
        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldStandAsideBitByBit_behindOneThatDoes() {
        TaskPartition first = opened("on-retry: yield");
        admit(first, 0, VERSIONS);
        first.tick();

        fixture.turns()
                .remove(0)
                .next()
                .orElseThrow()
                .end(new Completion.Retry(
                        Optional.of(Duration.ofHours(1)),
                        new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now")));
        fixture.tell(first);
        for (TaskPartition partition = first; count('W') < VERSIONS; ) {
            long before = count('W');
            partition.tick();
            PartitionFixture.commit(partition);
            assertThat(count('W') - before).isBetween(1L, (long) MOST);
            partition = before < VERSIONS / 3 ? partition : moved(partition);
        }

        assertThat(fixture.turns()).as("none passes it").isEmpty();
    }

    private TaskPartition opened(String work) {
        fixture = new PartitionFixture(work);
        TaskPartition partition = fixture.partition(backlog);
        PartitionFixture.commit(partition);
        return partition;
    }

    private void admit(TaskPartition partition, int from, int versions) {
        for (int i = from; i < from + versions; i++) {
            partition.arrive(new Arrival(Intent.RUN, Tasks.ofUpdate(i), false), i, 0);
        }
        PartitionFixture.commit(partition);
    }

    private TaskPartition moved(TaskPartition from) {
        from.close();
        fixture.crash();
        TaskPartition to = fixture.partition(backlog);
        PartitionFixture.commit(to);
        return to;
    }

    /** Time passes, and each time no more than so many end; nothing of it waits for anything else. */
    private void goOnTo(TaskPartition partition, BooleanSupplier end, TaskEventKind kind) {
        for (int i = 0; !end.getAsBoolean(); i++) {
            assertThat(i).as("looks").isLessThan(2 * VERSIONS / AT_ONCE);
            assertThat(partition.nextTick()).isLessThanOrEqualTo(fixture.now() + QueuedWork.LOOK);
            long before = told(kind);
            partition.tick();
            assertThat(told(kind) - before).isLessThanOrEqualTo(MOST);
            PartitionFixture.commit(partition);
            fixture.pass(Duration.ofMillis(QueuedWork.LOOK));
        }
    }

    private Code ask(TaskPartition partition, Request request) {
        commands++;
        partition.command(new Command(Integer.toString(commands), Optional.empty(), request), 0);
        PartitionFixture.commit(partition);
        List<Output> outputs = fixture.outputs();
        return ((Output.Reply) outputs.get(outputs.size() - 1)).answer().code();
    }

    private long told(TaskEventKind kind) {
        return fixture.told(kind);
    }

    private long count(char kind) {
        return backlog.count(kind);
    }
}
