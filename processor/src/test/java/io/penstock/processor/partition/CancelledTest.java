package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is shown of a task that an operator has taken back. */
class CancelledTest {
    @Test
    void shouldBeShownAsCancelled_forThereIsNoDeadLetterOfIt() {
        PartitionFixture fixture = new PartitionFixture();
        TaskPartition partition = fixture.partition(new MemoryRows());
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(partition);
        assertThat(fixture.outcome("1")).isEqualTo("open");

        partition.command(new Command("c", Optional.empty(), new Cancel("job", Optional.of("shop.orders"), "1")), 0);
        PartitionFixture.commit(partition);

        assertThat(fixture.outcome("1")).isEqualTo("cancelled");
        assertThat(fixture.outputs()).noneMatch(Output.LostTask.class::isInstance);
    }
}
