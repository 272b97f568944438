package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import org.junit.jupiter.api.Test;

/** A partition leaves a process while a task runs there, and comes back. */
class ComeBackTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();

    /** It has left, and the task runs on. */
    private Kept left() {
        TaskPartition first = fixture.partition(backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(first);
        first.tick();
        assertThat(fixture.turns().get(0).next()).isPresent();
        fixture.tell(first);
        return leave(first);
    }

    private static Kept leave(TaskPartition partition) {
        PartitionFixture.commit(partition);
        Kept kept = partition.close();
        assertThat(kept.running()).hasSize(1);
        return kept;
    }

    @Test
    void shouldGoOnWithWhatRuns_whenNobodyElseHadIt() {
        Kept kept = leave(fixture.partition(backlog, left()));
        RunningAttempt running = kept.running().get(0);
        TaskPartition again = fixture.partition(backlog, kept);
        PartitionFixture.commit(again);

        assertThat(running.isRevoked()).isFalse();
        running.end(new Completion.Succeeded(Raw.of("1")));
        fixture.tell(again);
        assertThat(fixture.results()).isOne();
    }

    @Test
    void shouldRevokeWhatRuns_whenAnotherHadItMeanwhile() {
        Kept kept = left();
        TaskPartition other = fixture.partition(backlog);
        PartitionFixture.commit(other);
        other.close();

        fixture.partition(backlog, kept);

        assertThat(kept.running().get(0).isRevoked()).isTrue();
    }

    @Test
    void shouldNotSettleWhatHasEnded_whenAnotherHadItMeanwhile() {
        left().running().get(0).end(new Completion.Succeeded(Raw.of("1")));
        TaskPartition other = fixture.partition(backlog);
        PartitionFixture.commit(other);
        other.close();
        TaskPartition again = fixture.partition(backlog);

        fixture.tell(again);

        assertThat(fixture.results()).isZero();
    }

    @Test
    void shouldGoOnWithWhatRuns_whenAnotherHadItAndCommittedNothing() {
        Kept kept = left();
        MemoryRows unseen = new MemoryRows();
        fixture.partition(unseen).close();

        fixture.partition(backlog, kept);

        assertThat(kept.running().get(0).isRevoked()).isFalse();
    }
}
