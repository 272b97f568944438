package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.testing.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Under at-least-once a record may be read again whose rows were kept. */
class ReadAgainTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final Arrival arrival = new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false);

    @Test
    void shouldNotQueueATaskTwice_thatIsStillOpenWhenItsRecordIsReadAgain() {
        MemoryRows backlog = new MemoryRows();
        TaskPartition first = fixture.partition(backlog);
        first.arrive(arrival, 7, 0);
        PartitionFixture.commit(first);
        first.close();

        TaskPartition second = fixture.partition(backlog);
        second.arrive(arrival, 7, 0);
        PartitionFixture.commit(second);
        fixture.runAll(second);

        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldNeverGiveASequenceTwice_alsoWhereTheOwnerBeforeWritesAfterItWasTakenForDead() {
        MemoryRows kept = new MemoryRows();
        TaskPartition zombie = fixture.partition(kept);
        PartitionFixture.commit(zombie);
        MemoryRows restored = kept.copy();
        zombie.arrive(arrival, 7, 0);

        PartitionFixture elsewhere = new PartitionFixture();
        elsewhere.pass(Duration.ofSeconds(10));
        TaskPartition next = elsewhere.partition(restored);
        next.arrive(arrival, 7, 0);
        PartitionFixture.commit(next);
        PartitionFixture.commit(zombie);

        assertThat(bodies(kept)).hasSize(1).doesNotContainAnyElementsOf(bodies(restored));
        assertThat(bodies(restored)).hasSize(1);
    }

    private static List<String> bodies(MemoryRows rows) {
        List<String> keys = new ArrayList<>();
        rows.scan(
                new byte[] {'B'},
                new byte[] {'C'},
                (key, row) -> keys.add(HexFormat.of().formatHex(key)));
        return keys;
    }

    @Test
    void shouldRunATask_whoseRowInTheLedgerWasKeptAndWhoseRowsInTheBacklogWereLost() {
        TaskPartition first = fixture.partition(new MemoryRows());
        first.arrive(arrival, 7, 0);
        first.close();

        TaskPartition second = fixture.partition(new MemoryRows());
        second.arrive(arrival, 7, 0);
        PartitionFixture.commit(second);
        fixture.runAll(second);

        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldRunATaskAgain_thatWasSettledSinceTheOffsetThatWasCommitted() {
        MemoryRows backlog = new MemoryRows();
        TaskPartition first = fixture.partition(backlog);
        first.arrive(arrival, 7, 0);
        PartitionFixture.commit(first);
        fixture.runAll(first);
        PartitionFixture.commit(first);
        first.close();

        TaskPartition second = fixture.partition(backlog);
        second.arrive(arrival, 7, 0);
        PartitionFixture.commit(second);
        fixture.runAll(second);

        // Its result may have been lost with the process.
        assertThat(fixture.results()).isEqualTo(2);
    }
}
