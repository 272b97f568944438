package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A task that may have ended its process, beside other partitions of the process. */
class SuspicionTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();

    /** Two processes that end within moments while the task runs. */
    private void endTwice() {
        for (int ended = 0; ended < 2; ended++) {
            TaskPartition partition = fixture.partition(backlog);
            if (ended == 0) {
                partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
            }
            settle(partition);
            runs(partition);
        }
    }

    private static void settle(TaskPartition partition) {
        for (int look = 0; look < 2; look++) {
            PartitionFixture.commit(partition);
            partition.tick();
        }
    }

    private void runs(TaskPartition partition) {
        assertThat(fixture.turns().get(fixture.turns().size() - 1).next()).isPresent();
        fixture.tell(partition);
        PartitionFixture.commit(partition);
    }

    private Stream<Output> lost() {
        return fixture.outputs().stream().filter(Output.LostTask.class::isInstance);
    }

    @Test
    void shouldBeginNothing_whileAnotherPartitionIsAlone() {
        fixture.othersAreAlone(true);
        TaskPartition partition = fixture.partition(backlog);
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        settle(partition);

        assertThat(fixture.turns()).isEmpty();
        assertThat(partition.nextTick()).as("it looks again soon").isLessThanOrEqualTo(1_000_100);
        fixture.othersAreAlone(false);
        partition.tick();
        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldNotRunASuspect_besideOthersThatMayBeToBlame() {
        endTwice();
        fixture.othersRun(true);
        TaskPartition partition = fixture.partition(backlog);
        settle(partition);

        assertThat(fixture.turns()).as("begun").hasSize(2);
        // The process ends by what the others run.
        fixture.partition(backlog);
        assertThat(lost()).isEmpty();
    }

    @Test
    void shouldBlameNobody_whoHasRunForLongerThanWhatEndedTheProcesses() {
        endTwice();
        TaskPartition partition = fixture.partition(backlog);
        settle(partition);
        runs(partition);
        fixture.pass(Duration.ofSeconds(11));
        partition.tick();
        PartitionFixture.commit(partition);

        fixture.partition(backlog);

        assertThat(lost()).isEmpty();
    }

    @Test
    void shouldRunASuspectAloneAgain_ifOthersWereAloneForLong() {
        endTwice();
        fixture.othersAreAlone(true);
        TaskPartition partition = fixture.partition(backlog);
        settle(partition);
        fixture.pass(Duration.ofSeconds(8));
        partition.tick();
        fixture.pass(Duration.ofSeconds(8));
        partition.tick();
        fixture.othersAreAlone(false);
        settle(partition);
        runs(partition);

        fixture.partition(backlog);

        assertThat(lost()).as("it was alone").hasSize(1);
    }
}
