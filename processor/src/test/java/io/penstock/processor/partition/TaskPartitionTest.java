package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import org.junit.jupiter.api.Test;

/** What holds without any job; what holds with jobs, the simulation shows. */
class TaskPartitionTest {
    private final PartitionFixture fixture = new PartitionFixture();

    @Test
    void shouldGiveUpATaskWhoseJobWasTakenOutOfTheConfiguration() {
        fixture.withoutJobs().arrive(new Arrival(Intent.RUN, Tasks.of("{}"), false), 0, 0);

        assertThat(fixture.outputs().get(0))
                .isInstanceOfSatisfying(
                        Output.LostTask.class,
                        lost -> assertThat(lost.failure().reason()).isEqualTo(DeadLetterReason.JOB_UNKNOWN));
    }

    @Test
    void shouldSayNothingOfTheEndOfADocument_whoseJobWasTakenOutOfTheConfiguration() {
        fixture.withoutJobs().arrive(new Arrival(Intent.END, Tasks.of("{}"), false), 0, 0);

        assertThat(fixture.outputs()).isEmpty();
    }
}
