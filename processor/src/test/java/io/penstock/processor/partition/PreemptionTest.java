package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an attempt leaves behind that had to make room. The simulation holds the rest. */
class PreemptionTest {
    private static final Failure FAILURE = new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now");

    private static TaskPartition started(PartitionFixture fixture) {
        TaskPartition partition = fixture.partition(new MemoryRows());
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(partition);
        return partition;
    }

    private static RunningAttempt next(PartitionFixture fixture, TaskPartition partition) {
        partition.tick();
        return fixture.turns().remove(0).next().orElseThrow();
    }

    @Test
    void shouldTellOfItAndTryAgain_withAnotherNumberAndAsManyAttemptsLeft() {
        PartitionFixture fixture = new PartitionFixture("max-attempts: 1");
        TaskPartition partition = started(fixture);
        for (int count = 1; count <= 5; count++) {
            RunningAttempt attempt = next(fixture, partition);
            assertThat(attempt.work().attempt().number().count()).isEqualTo(count);
            assertThat(attempt.preempt()).isTrue();
            assertThat(attempt.end(new Completion.Succeeded(Raw.of("1")))).isFalse();
            fixture.tell(partition);
        }
        next(fixture, partition).end(new Completion.Succeeded(Raw.of("1")));
        fixture.tell(partition);

        assertThat(fixture.results()).isEqualTo(1);
        assertThat(fixture.outputs().stream()
                        .filter(output ->
                                output instanceof Output.Event event && event.kind() == TaskEventKind.PREEMPTED))
                .hasSize(5);
    }

    @Test
    void shouldProbeOnce_thoughTheBreakersProbeHadToMakeRoom() {
        PartitionFixture fixture =
                new PartitionFixture("max-attempts: 3, breaker: {failures: 50%, window: 1, pause: 10ms}");
        TaskPartition partition = started(fixture);
        next(fixture, partition).end(new Completion.Retry(Optional.empty(), FAILURE));
        fixture.tell(partition);
        fixture.pass(Duration.ofMillis(10));
        next(fixture, partition).preempt();
        fixture.tell(partition);
        next(fixture, partition).end(new Completion.Succeeded(Raw.of("1")));
        fixture.tell(partition);

        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldGiveUp_whenTheTimeOfWhatMadeRoomIsMoreThanTheTaskMayHave() {
        PartitionFixture fixture = new PartitionFixture("max-attempts: 3, max-handler-time: 50ms");
        TaskPartition partition = started(fixture);
        RunningAttempt attempt = next(fixture, partition);
        fixture.pass(Duration.ofMillis(50));
        attempt.preempt();
        fixture.tell(partition);

        assertThat(fixture.outputs())
                .anyMatch(output ->
                        output instanceof Output.LostTask lost && lost.failure().reason() == DeadLetterReason.RETIRED);
    }
}
