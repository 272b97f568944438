package io.penstock.processor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import io.penstock.processor.testing.Tasks;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many tasks are open is known at any time, also by the next owner of the partition. */
class CensusTest {
    private final MemoryRows store = new MemoryRows();
    private final PendingTask task = Tasks.of("{}");
    private final LaneKey lane = LaneKey.of(task, true);
    private final TaskRow row = TaskRow.admitted(false, 1, 0, 1);

    private Backlog backlog(FoldingRows rows) {
        return new Backlog(rows);
    }

    @Test
    void theNextOwnerShouldKnowWhatIsOpen() {
        FoldingRows rows = new FoldingRows(store);
        Backlog backlog = backlog(rows);
        for (long sequence = 1; sequence <= 3; sequence++) {
            backlog.add(lane, sequence, row, task);
        }
        backlog.remove(lane, 2, row, task);
        backlog.lane(lane, LaneRow.empty(1).withQuarantined(true));
        backlog.census().write();
        rows.flush();

        Standing next = backlog(new FoldingRows(store)).census().standing().get(0);

        assertThat(next.open()).isEqualTo(2);
        assertThat(next.quarantined()).isEqualTo(1);
        assertThat(new BacklogView(store).quarantined(10)).containsExactly(lane);
        assertThat(new BacklogView(store).crowded(10, 100)).containsExactly(new BacklogView.Crowd(lane, 2));
    }

    @Test
    void aStoreWithoutACensusShouldBeCounted() {
        FoldingRows rows = new FoldingRows(store);
        backlog(rows).add(lane, 7, row, task);
        rows.flush();

        assertThat(backlog(new FoldingRows(store)).census().standing().get(0).open())
                .isEqualTo(1);
    }

    @Test
    void whatCameAndWentShouldWriteNothing() {
        FoldingRows rows = new FoldingRows(store);
        Backlog backlog = backlog(rows);
        backlog.census().write();
        backlog.add(lane, 1, row, task);
        backlog.remove(lane, 1, row, task);

        assertThat(backlog.census().write()).isPresent();
        assertThat(backlog.census().standing()).isEmpty();
        assertThat(backlog.census().write()).isEqualTo(Optional.empty());
        rows.flush();
        assertThat(store.get(RowWriter.key().fixed8('N').text("job").toBytes())).isEmpty();
    }

    @Test
    void releasedLanesShouldNotCount() {
        Backlog backlog = backlog(new FoldingRows(store));
        backlog.lane(lane, LaneRow.empty(1).withQuarantined(true));
        backlog.lane(lane, LaneRow.empty(1).withQuarantined(true).withFailures(3));
        assertThat(backlog.census().quarantined("job")).isEqualTo(1);

        backlog.lane(lane, LaneRow.empty(1));
        assertThat(backlog.census().quarantined("job")).isZero();
    }

    @Test
    void agesShouldStayBoundedAndTheirSumExact() {
        Ages ages = new Ages();
        for (long i = 0; i < 10_000; i++) {
            ages.add(i * 1_000, 1);
        }

        assertThat(ages.list()).hasSizeLessThanOrEqualTo(64);
        assertThat(ages.list().stream().mapToLong(Standing.Age::tasks).sum()).isEqualTo(10_000);
        assertThat(ages.list().get(0).since()).isZero();
        for (long i = 0; i < 10_000; i++) {
            ages.remove(i * 1_000);
        }
        assertThat(ages.list()).isEmpty();
    }
}
