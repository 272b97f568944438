package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a job pauses because its handler fails, and what lets it go on. */
class BreakerTest {
    private static final Completion SUCCESS = new Completion.Succeeded(Raw.of("1"));
    private static final Completion FAILURE = new Completion.Retry(
            Optional.of(Duration.ofHours(1)), new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now"));
    private static final Completion REJECTION =
            new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "test", "never"));

    private final PartitionFixture fixture =
            new PartitionFixture("max-attempts: 3, breaker: {failures: 50%, window: 1, pause: 10ms}");
    private final TaskPartition partition = fixture.partition(new MemoryRows());

    @BeforeEach
    void open() {
        PartitionFixture.commit(partition);
    }

    @Test
    void shouldGoOn_whenATaskIsRejected() {
        arrive("1");
        arrive("2");

        RunningAttempt first = begin();
        RunningAttempt second = begin();
        end(first, REJECTION);
        end(second, SUCCESS);
        arrive("3");
        partition.tick();

        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldGoOn_whenTheProbeIsRejected() {
        arrive("1");
        end(begin(), FAILURE);
        arrive("2");
        arrive("3");
        assertThat(fixture.turns()).isEmpty();

        fixture.pass(Duration.ofMillis(10));
        end(begin(), REJECTION);
        partition.tick();

        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldProbeOnceAtATime_thoughWhatBeganBeforeIsTakenBack() {
        arrive("1");
        arrive("2");
        RunningAttempt before = begin();
        end(begin(), FAILURE);
        arrive("3");
        arrive("4");
        fixture.pass(Duration.ofMillis(10));
        RunningAttempt probe = begin();

        cancel(before.work().attempt().task().key().taskId());
        partition.tick();
        assertThat(fixture.turns()).as("a second probe").isEmpty();

        end(probe, SUCCESS);
        partition.tick();
        assertThat(fixture.turns()).hasSize(1);
    }

    @Test
    void shouldNotTakeForTheProbesEnd_thatWhatBeganBeforeHasEnded() {
        arrive("1");
        arrive("2");
        RunningAttempt before = begin();
        end(begin(), FAILURE);
        arrive("3");
        arrive("4");
        fixture.pass(Duration.ofMillis(10));
        begin();

        end(before, SUCCESS);
        partition.tick();

        assertThat(fixture.turns()).as("beside the probe").isEmpty();
    }

    @Test
    void shouldProbeAgain_whenTheProbeIsTakenBack() {
        arrive("1");
        end(begin(), FAILURE);
        arrive("2");
        arrive("3");
        fixture.pass(Duration.ofMillis(10));

        cancel(begin().work().attempt().task().key().taskId());
        partition.tick();

        assertThat(fixture.turns()).hasSize(1);
    }

    private void arrive(String document) {
        partition.arrive(new Arrival(Intent.RUN, Tasks.ofDocument(document), false), Long.parseLong(document), 0);
        partition.dispatch();
    }

    private RunningAttempt begin() {
        partition.tick();
        RunningAttempt attempt = fixture.turns().remove(0).next().orElseThrow();
        fixture.tell(partition);
        return attempt;
    }

    private void end(RunningAttempt attempt, Completion completion) {
        attempt.end(completion);
        fixture.tell(partition);
    }

    private void cancel(String taskId) {
        partition.command(
                new Command(taskId, Optional.empty(), new Cancel("job", Optional.of("shop.orders"), taskId)), 0);
    }
}
