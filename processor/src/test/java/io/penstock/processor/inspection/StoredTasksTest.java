package io.penstock.processor.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.inspection.StoredTasks.Filter;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.lane.LaneKey;
import io.penstock.processor.lane.LaneRow;
import io.penstock.processor.lane.TaskRow;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.row.StoredPart;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.testing.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why an open task does not run is to be seen. */
class StoredTasksTest {
    private final MemoryRows store = new MemoryRows();
    private final FoldingRows rows = new FoldingRows(store);
    private final Backlog backlog = new Backlog(rows);
    private final PendingTask task = Tasks.of("{}");
    private final LaneKey lane = LaneKey.of(task, true);
    private final StoredTasks stored = new StoredTasks(
            () -> List.of(new StoredPart(0, new MemoryRows(), store)),
            job -> true,
            InstantSource.fixed(Instant.ofEpochMilli(1_000_000)));

    private void commit() {
        backlog.census().write();
        rows.flush();
    }

    private String state() {
        return stored.list(new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Long.MIN_VALUE, 10))
                .path(0)
                .path("state")
                .asText();
    }

    private int inState(String state) {
        return stored.list(new Filter(Optional.empty(), Optional.of(state), Optional.empty(), Long.MIN_VALUE, 10))
                .size();
    }

    @Test
    void aPausedJobsTasksShouldBePausedUntilItGoesOn() {
        backlog.add(lane, 1, TaskRow.admitted(false, 1, 0, 1), task);
        backlog.pause(task.key().job(), 1_000);
        commit();

        assertThat(state()).isEqualTo("paused");
        assertThat(inState("paused")).isEqualTo(1);
        assertThat(inState("ready")).isZero();
        assertThat(stored.hot(1).path(0).path("paused").asBoolean()).isTrue();
        assertThat(backlog.census().standing().get(0).paused()).isTrue();

        backlog.resume(task.key().job());
        commit();

        assertThat(state()).isEqualTo("ready");
        assertThat(backlog.census().standing().get(0).paused()).isFalse();
    }

    /** As while a migration to another order waits for what is open. */
    @Test
    void aShardKeysTasksShouldBeShownThatCameUnderAnotherOrder() {
        backlog.add(LaneKey.of(task, false), 1, TaskRow.admitted(false, 1, 0, 1), task);
        commit();

        assertThat(stored.list(new Filter(
                        Optional.of(task.key().job()),
                        Optional.empty(),
                        Optional.of(task.shardKey()),
                        Long.MIN_VALUE,
                        10)))
                .hasSize(1);
    }

    @Test
    void aLaneShouldBeShownAsItIsHeld() {
        backlog.add(lane, 1, TaskRow.admitted(false, 1, 0, 1), task);
        backlog.lane(lane, LaneRow.empty(1).withPaused(true));
        commit();
        assertThat(state()).isEqualTo("paused");

        backlog.lane(lane, LaneRow.empty(1).withPaused(true).withQuarantined(true));
        commit();
        assertThat(state()).isEqualTo("quarantined");
        assertThat(stored.quarantined(10)).hasSize(1);

        backlog.lane(lane, LaneRow.empty(1));
        commit();
        assertThat(state()).isEqualTo("ready");
        assertThat(stored.quarantined(10)).isEmpty();
    }
}
