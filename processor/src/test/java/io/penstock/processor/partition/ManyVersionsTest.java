package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.Command.Retire;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A document of which more versions are open than go at once, and that does not stop changing while they are taken back. */
class ManyVersionsTest {
    private static final int AT_ONCE = 20;
    private static final int VERSIONS = 5 * AT_ONCE;
    private static final int BYTES = 200_000;
    /** Large versions that are read at once. */
    private static final int IN_BYTES = 4;

    private static final Optional<Lane> LANE = Optional.of(new Lane.OfShardKey("1"));

    private final MemoryRows backlog = new MemoryRows();
    private String text = "";
    private final PartitionFixture fixture =
            new PartitionFixture("on-unmatch: compensate").atOnce(new AtOnce(AT_ONCE, BYTES));
    private final TaskPartition partition = fixture.partition(backlog);
    private int changes;
    private int commands;

    @Test
    void shouldUndoWhatTheyMayHaveDoneOnce_howeverOftenTheirDocumentDoesNotMatch() {
        PartitionFixture.commit(partition);
        ask(new Pause("job", LANE));
        matches(VERSIONS);

        doesNotMatch();
        doesNotMatch();
        assertThat(looksUntilTheyAreGone(() -> {})).isLessThan(4 * VERSIONS / AT_ONCE);
        ask(new Resume("job", LANE));
        fixture.runAll(partition);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(VERSIONS);
        assertThat(fixture.told(TaskEventKind.COMPENSATED)).isEqualTo(1);
    }

    @Test
    void shouldGetOnWithThem_whileTheirDocumentChangesBeforeEachLook() {
        PartitionFixture.commit(partition);
        ask(new Pause("job", LANE));
        matches(VERSIONS);
        doesNotMatch();

        assertThat(looksUntilTheyAreGone(this::doesNotMatch)).isLessThan(4 * VERSIONS / AT_ONCE);
        ask(new Resume("job", LANE));
        fixture.runAll(partition);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(VERSIONS);
        assertThat(fixture.told(TaskEventKind.COMPENSATED)).isEqualTo(1);
    }

    @Test
    void shouldGetOnWithThem_whileMoreOfThemThanGoAtOnceComeBeforeEachLook() {
        PartitionFixture.commit(partition);
        ask(new Pause("job", LANE));
        matches(VERSIONS);
        doesNotMatch();
        for (int look = 0; look < 4 * VERSIONS / AT_ONCE; look++) {
            matches(AT_ONCE + 1);
            doesNotMatch();
            look();
        }

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isGreaterThan(VERSIONS);
        int more = changes / AT_ONCE;
        assertThat(looksUntilTheyAreGone(() -> {})).isLessThan(4 * more);
    }

    @Test
    void shouldReadNoMoreOfThemThanGoesAtOnce_whereTheirDocumentIsLarge() {
        large(AT_ONCE);

        doesNotMatch();
        assertThat(backlog.bytesRead('B')).isLessThan(2 * BYTES);
        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(IN_BYTES);
        goesInBytes(2);
        ask(new Resume("job", LANE));
        fixture.runAll(partition);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(AT_ONCE);
        assertThat(fixture.told(TaskEventKind.COMPENSATED))
                .as("none of them had begun")
                .isZero();
    }

    @Test
    void shouldReadNoMoreOfThemThanGoesAtOnce_whereTheirLaneRuns() {
        large(3 * AT_ONCE);
        doesNotMatch();
        ask(new Resume("job", LANE));
        backlog.bytesRead('B');

        goesInBytes(4);
        fixture.runAll(partition);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(3 * AT_ONCE);
        assertThat(fixture.results()).isZero();
    }

    @Test
    void shouldReadNoMoreOfThemThanGoesAtOnce_whenAnOperatorCancelsThem() {
        large(AT_ONCE);

        ask(new Cancel("job", Optional.of("shop.orders"), "1"));
        assertThat(backlog.bytesRead('B')).isLessThan(2 * BYTES);
        assertThat(fixture.told(TaskEventKind.CANCELLED)).isBetween(1L, AT_ONCE - 1L);
        goesInBytes(2);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(AT_ONCE);
    }

    @Test
    void shouldReadNoMoreOfThemThanGoesAtOnce_whenTheirJobRetires() {
        large(AT_ONCE);

        ask(new Retire("job", OpenTasks.CANCEL));
        assertThat(backlog.bytesRead('B')).isLessThan(2 * BYTES);
        for (int look = 0; look < AT_ONCE; look++) {
            fixture.pass(Duration.ofMillis(20));
            look();
            assertThat(backlog.bytesRead('B')).isLessThan(2 * BYTES);
        }

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(AT_ONCE);
    }

    @Test
    void shouldUndoWhatTheOldestMayHaveDone_whereTheirDocumentIsLarge() {
        text = "x".repeat(BYTES / IN_BYTES);
        PartitionFixture.commit(partition);
        matches(AT_ONCE);
        partition.tick();
        assertThat(fixture.turns().remove(0).next()).as("the oldest runs").isPresent();

        doesNotMatch();
        looksUntilTheyAreGone(() -> {});
        fixture.runAll(partition);

        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(AT_ONCE);
        assertThat(fixture.told(TaskEventKind.COMPENSATED)).isEqualTo(1);
    }

    /** Their lane is held, and its document so large that a few of so many versions are all that goes at once. */
    private void large(int versions) {
        text = "x".repeat(BYTES / IN_BYTES);
        PartitionFixture.commit(partition);
        ask(new Pause("job", LANE));
        matches(versions);
        backlog.bytesRead('B');
    }

    private void goesInBytes(int times) {
        int looks =
                looksUntilTheyAreGone(() -> assertThat(backlog.bytesRead('B')).isLessThan((long) times * BYTES));
        assertThat(looks).isLessThan(4 * AT_ONCE);
    }

    private void matches(int times) {
        for (int i = 0; i < times; i++) {
            arrives(Intent.RUN);
        }
        PartitionFixture.commit(partition);
    }

    private void doesNotMatch() {
        arrives(Intent.UNMATCH);
    }

    private void arrives(Intent intent) {
        partition.arrive(new Arrival(intent, change(), false), changes, 0);
        changes++;
    }

    private PendingTask change() {
        PendingTask task = Tasks.ofUpdate(changes);
        Raw document = Raw.of("{\"_id\": 1, \"changes\": " + changes + ", \"text\": \"" + text + "\"}");
        Contents contents = new Contents(Optional.of(document), Optional.empty(), Optional.empty());
        return new PendingTask(task.key(), task.version(), task.shardKey(), contents, task.origin());
    }

    private int looksUntilTheyAreGone(Runnable before) {
        PartitionFixture.commit(partition);
        int looks = 0;
        while (backlog.count('X') > 0 && looks < 10 * VERSIONS) {
            before.run();
            look();
            looks++;
        }
        return looks;
    }

    private void look() {
        partition.tick();
        PartitionFixture.commit(partition);
        fixture.pass(Duration.ofMillis(QueuedWork.LOOK));
    }

    private void ask(Request request) {
        commands++;
        partition.command(new Command(Integer.toString(commands), Optional.empty(), request), 0);
        PartitionFixture.commit(partition);
    }
}
