package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A task that runs alone, since processes have ended, while its process stops: in order, or not. */
class OrderlyStopTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();

    /** Two assignments that end within moments while the task runs; then one in which it is tried, and one in which it is alone. */
    private TaskPartition alone() {
        TaskPartition first = fixture.partition(backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        TaskPartition last = first;
        for (int ended = 0; ended < 4; ended++) {
            last = ended == 0 ? first : fixture.partition(backlog);
            PartitionFixture.commit(last);
            last.tick();
            PartitionFixture.commit(last);
            last.tick();
            assertThat(fixture.turns()).hasSize(ended + 1);
            begun(ended);
            fixture.tell(last);
            PartitionFixture.commit(last);
        }
        return last;
    }

    private RunningAttempt begun(int turn) {
        return fixture.turns()
                .get(turn)
                .current()
                .orElseGet(() -> fixture.turns().get(turn).next().orElseThrow());
    }

    private Optional<Output> lost() {
        return fixture.outputs().stream()
                .filter(Output.LostTask.class::isInstance)
                .findFirst();
    }

    @Test
    void shouldBlameTheTask_whenTheProcessIsGoneAndGaveNothingUp() {
        alone();
        fixture.partition(backlog);

        assertThat(lost()).isPresent();
    }

    @Test
    void shouldBlameNobody_whenTheProcessHasGivenItUp() {
        TaskPartition partition = alone();
        begun(3).giveUp();
        fixture.tell(partition);
        PartitionFixture.commit(partition);
        partition.close();
        fixture.partition(backlog);

        assertThat(lost()).isEmpty();
    }
}
