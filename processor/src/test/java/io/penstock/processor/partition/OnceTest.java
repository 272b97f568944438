package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.TaskEventKind;
import org.junit.jupiter.api.Test;

/** A job that runs each task id until it has a result, and then never again. */
class OnceTest {
    private final PartitionFixture fixture = new PartitionFixture().once();
    private final TaskPartition partition = fixture.partition(new MemoryRows());

    private void arrives(Intent intent, int later) {
        partition.arrive(
                new Arrival(intent, later == 0 ? Tasks.of("{\"_id\": 1}") : Tasks.ofUpdate(later), false),
                7 + later,
                0);
    }

    private void runsAll() {
        PartitionFixture.commit(partition);
        fixture.runAll(partition);
        PartitionFixture.commit(partition);
    }

    private long told(TaskEventKind kind) {
        return fixture.outputs().stream()
                .filter(output -> output instanceof Output.Event event && event.kind() == kind)
                .count();
    }

    @Test
    void shouldRunATaskThatIsOpen_whenASnapshotMakesItsDocumentKnown() {
        arrives(Intent.RUN, 0);
        arrives(Intent.SEED, 1);
        runsAll();

        assertThat(fixture.results()).isEqualTo(1);
        assertThat(told(TaskEventKind.UNCHANGED)).isEqualTo(1);
        assertThat(told(TaskEventKind.SETTLED)).isZero();
    }

    @Test
    void shouldShowAsDone_whatWasOpenWhenAnEarlierVersionSettledItsTaskId() {
        arrives(Intent.RUN, 0);
        arrives(Intent.RUN, 1);
        runsAll();

        assertThat(fixture.results()).isEqualTo(1);
        assertThat(told(TaskEventKind.SETTLED)).isEqualTo(1);
        assertThat(fixture.outcome("1")).isEqualTo("succeeded");
    }
}
