package io.penstock.processor.governing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.Standing;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.InstanceLoad.Work;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkTallyTest {
    private final WorkTally tally = new WorkTally(Set.of("job"));
    private long now = 1_000_000_000;

    @Test
    void shouldAverageOverAMinute() {
        tally.at(now);
        for (int tick = 0; tick < 6_000; tick++) {
            now += 100_000_000;
            var task = Tasks.of("{}");
            tally.happened(TaskEventKind.ADMITTED, task);
            // It is tried twice, and both times cost.
            tally.attempted(task, 1, new Completion.Succeeded(Raw.of("1")), 200_000_000);
            tally.attempted(task, 2, new Completion.Succeeded(Raw.of("1")), 300_000_000);
            tally.happened(TaskEventKind.SUCCEEDED, task);
            tally.at(now);
        }

        Work work = tally.at(now + 1);

        assertThat(work.newPerSecond()).isCloseTo(10, withPercentage(1));
        assertThat(work.handlingSeconds()).isCloseTo(0.5, withPercentage(1));
    }

    @Test
    void shouldCountWhatIsOpenInThePartitionsThatAreHere_ofTheJobsThatAreQueued() {
        tally.stands("0_0", List.of(standing("job", 3), standing("inline", 5)));
        tally.stands("0_1", List.of(standing("job", 4)));
        assertThat(tally.at(now).open()).isEqualTo(7);

        tally.left("0_0");

        assertThat(tally.at(now).open()).isEqualTo(4);
    }

    private static Standing standing(String job, long open) {
        return new Standing(job, open, List.of(), 0, false);
    }
}
