package io.penstock.processor.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.testing.Tasks;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown of a lane is all of it, whether one looks there alone or through everything. */
class BacklogViewTest {
    private final MemoryRows store = new MemoryRows();
    private final PendingTask task = Tasks.of("{}");
    private final LaneKey lane = LaneKey.of(task, true);
    private final LaneKey neighbour = LaneKey.ofShardKey(task.key().job(), task.shardKey() + "0");
    private final TaskRow row = TaskRow.admitted(false, 1, 0, 1);
    private final BacklogView view = new BacklogView(store);

    @BeforeEach
    void store() {
        FoldingRows rows = new FoldingRows(store);
        Backlog backlog = new Backlog(rows);
        backlog.add(lane, 1, row, task);
        backlog.add(lane, 2, row.withAside(true), task);
        backlog.add(lane, 3, row, task);
        backlog.add(neighbour, 4, row, task);
        rows.flush();
    }

    @Test
    void aLaneShouldBeShownInItsOrder_withWhatStandsAside() {
        assertThat(sequences(view.list(lane, open -> true, 10, 100))).containsExactly(1L, 2L, 3L);
        assertThat(sequences(view.list(lane, open -> open.sequence() > 1, 1, 100)))
                .containsExactly(2L);
    }

    @Test
    void whatDoesNotConcernShouldNotBeLookedUp() {
        assertThat(view.list(
                        wanted -> false,
                        open -> {
                            throw new AssertionError("looked up: " + open.sequence());
                        },
                        job -> true,
                        10,
                        100))
                .isEmpty();
        assertThat(sequences(view.list(wanted -> true, open -> true, job -> true, 10, 100)))
                .containsExactly(1L, 2L, 3L);
    }

    /** As while a migration to another order waits for what is open. */
    @Test
    void whatCameUnderAnotherOrderOfItsJobShouldBeShown_inTheLaneWhereItStands() {
        List<BacklogView.Open> found = view.list(wanted -> true, open -> true, job -> false, 10, 100);

        assertThat(sequences(found)).containsExactly(1L, 2L, 3L);
        assertThat(found).extracting(BacklogView.Open::lane).containsOnly(lane);
        assertThat(view.find(2, job -> false)).map(BacklogView.Open::lane).contains(lane);
    }

    private static List<Long> sequences(List<BacklogView.Open> found) {
        return found.stream().map(BacklogView.Open::sequence).toList();
    }
}
