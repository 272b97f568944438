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

/** A change of the document ends the condition of its tasks while the end of an attempt is on its way. */
class UnwantedVersionsTest {
    private static final Failure FAILURE = new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now");

    private final PartitionFixture fixture = new PartitionFixture("max-attempts: 3, on-unmatch: cancel-open");
    private final MemoryRows backlog = new MemoryRows();
    private TaskPartition partition = fixture.partition(backlog);

    private RunningAttempt startsTheFirstOfTwo() {
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        partition.arrive(new Arrival(Intent.RUN, Tasks.ofUpdate(1), false), 8, 0);
        PartitionFixture.commit(partition);
        partition.tick();
        return fixture.turns().remove(0).next().orElseThrow();
    }

    private void theConditionEnds() {
        unmatch();
        fixture.tell(partition);
        goOn();
    }

    private void unmatch() {
        partition.arrive(new Arrival(Intent.UNMATCH, Tasks.ofUpdate(2), false), 9, 0);
    }

    private void goOn() {
        fixture.pass(Duration.ofSeconds(10));
        fixture.runAll(partition);
    }

    private void assertNothingRunsAnyMore() {
        assertThat(fixture.results()).isZero();
        assertThat(fixture.outputs()).noneMatch(Output.LostTask.class::isInstance);
        PartitionFixture.commit(partition);
        assertThat(fixture.outcome("1")).isNotEqualTo("open");
    }

    @Test
    void shouldNotBeTriedAgain_whereTheAttemptHadFailed() {
        startsTheFirstOfTwo().end(new Completion.Retry(Optional.empty(), FAILURE));

        theConditionEnds();

        assertNothingRunsAnyMore();
    }

    @Test
    void shouldNotBeTriedAgain_whereTheAttemptHadToMakeRoom() {
        startsTheFirstOfTwo().preempt();

        theConditionEnds();

        assertNothingRunsAnyMore();
    }

    @Test
    void shouldHaveItsResult_whereTheAttemptHadSucceeded() {
        startsTheFirstOfTwo().end(new Completion.Succeeded(Raw.of("1")));

        theConditionEnds();

        assertThat(fixture.results()).isEqualTo(1);
    }

    @Test
    void shouldNotRunAgain_whereTheProcessEndsBeforeTheEndOfTheAttemptIsTaken() {
        startsTheFirstOfTwo().end(new Completion.Retry(Optional.empty(), FAILURE));
        unmatch();
        PartitionFixture.commit(partition);
        fixture.crash();
        partition = fixture.partition(backlog);
        PartitionFixture.commit(partition);

        goOn();

        assertNothingRunsAnyMore();
        assertThat(fixture.told(TaskEventKind.CANCELLED)).isEqualTo(2);
        for (int look = 0; look < 3; look++) {
            partition.tick();
        }
        PartitionFixture.commit(partition);
        assertThat(backlog.count('X')).as("it is known that nothing is left").isZero();
    }

    @Test
    void shouldNotBeTriedAgain_whereTheEndIsTakenAfterThePartitionHasComeBack() {
        startsTheFirstOfTwo().end(new Completion.Retry(Optional.empty(), FAILURE));
        unmatch();
        PartitionFixture.commit(partition);
        fixture.pass(Duration.ofMillis(1));
        partition = fixture.partition(backlog, partition.close());
        fixture.tell(partition);
        PartitionFixture.commit(partition);

        goOn();

        assertNothingRunsAnyMore();
        assertThat(fixture.told(TaskEventKind.RETRY_SCHEDULED)).isZero();
    }
}
