package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Retire;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks are open, and the configuration has no queue any more in which they could be done. */
class StrandedTasksTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();
    private TaskPartition first = fixture.withoutJobs();

    @BeforeEach
    void openATask() {
        first = fixture.partition(backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(first);
    }

    @Test
    void shouldBeRefused_whenTheJobIsInlineNow() {
        first.close();

        assertThatThrownBy(() -> fixture.inline(backlog))
                .isInstanceOf(StrandedTasksException.class)
                .hasMessageContaining("Job job is inline, and was queued before: 1 task is open in a partition")
                .hasMessageContaining("Put 'execution: queued' back")
                .hasMessageContaining("penstock tasks list --job job");

        fixture.runAll(opened(fixture.partition(backlog)));
        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldBeNoObstacle_whenNothingIsOpen() {
        fixture.runAll(first);
        PartitionFixture.commit(first);
        first.close();

        assertThatCode(() -> fixture.inline(backlog)).doesNotThrowAnyException();
    }

    @Test
    void shouldNotBeForgotten_whenTheirJobWasRetiredAndIsOutOfTheConfiguration() {
        first.command(new Command("1", Optional.empty(), new Retire("job", OpenTasks.FINISH)), 0);
        PartitionFixture.commit(first);
        first.close();
        TaskPartition without = fixture.withoutJobs(backlog);
        PartitionFixture.commit(without);
        without.tick();
        PartitionFixture.commit(without);
        without.close();
        assertThat(retired()).isZero();

        TaskPartition again = opened(fixture.partition(backlog));
        fixture.runAll(again);
        fixture.pass(Duration.ofSeconds(1));
        again.tick();
        assertThat(fixture.results()).isEqualTo(1);
        assertThat(retired()).isEqualTo(1);
    }

    private static TaskPartition opened(TaskPartition partition) {
        PartitionFixture.commit(partition);
        return partition;
    }

    private long retired() {
        return fixture.outputs().stream()
                .filter(Output.JobRetired.class::isInstance)
                .count();
    }
}
