package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A document of which more versions are open than go at once, and that does not stop changing while they are taken back. */
class ManyVersionsTest {
    private static final int AT_ONCE = 20;
    private static final int VERSIONS = 5 * AT_ONCE;
    private static final Optional<Lane> LANE = Optional.of(new Lane.OfShardKey("1"));

    private final MemoryRows backlog = new MemoryRows();
    private final PartitionFixture fixture = new PartitionFixture("on-unmatch: compensate").atOnce(new AtOnce(AT_ONCE));
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
        partition.arrive(new Arrival(intent, Tasks.ofUpdate(changes), false), changes, 0);
        changes++;
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
