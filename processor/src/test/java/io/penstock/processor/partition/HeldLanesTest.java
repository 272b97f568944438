package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.Command.Lane;
import io.penstock.records.Command.OpenTasks;
import io.penstock.records.Command.Pause;
import io.penstock.records.Command.Request;
import io.penstock.records.Command.Resume;
import io.penstock.records.Command.Retire;
import io.penstock.records.CommandAnswer;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.CommandAnswer.Status;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators hold stays held, whoever has the partition. */
class HeldLanesTest {
    private static final Optional<Lane> LANE = Optional.of(new Lane.OfShardKey("1"));

    private final PartitionFixture fixture =
            new PartitionFixture("max-attempts: 3, time-limit: 5s, on-lost-attempt: hold");
    private final MemoryRows backlog = new MemoryRows();
    private int commands;

    @Test
    void shouldKeepAPause_thatCameAgainWhileTheLaneStayedInMemoryForALostAttempt() {
        TaskPartition first = fixture.partition(backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(first);
        first.tick();
        assertThat(fixture.turns().get(0).next())
                .as("an attempt that does not return")
                .isPresent();
        fixture.tell(first);
        fixture.pass(Duration.ofSeconds(6));
        first.tick();
        command(first, new Pause("job", LANE));
        command(first, new Cancel("job", Optional.empty(), "1"));
        command(first, new Resume("job", LANE));
        assertThat(command(first, new Pause("job", LANE))).isEqualTo(Code.DONE);
        PartitionFixture.commit(first);
        first.close();

        TaskPartition second = fixture.partition(backlog);

        assertThat(command(second, new Pause("job", LANE))).isEqualTo(Code.ALREADY);
    }

    @Test
    void shouldNotLetGoAJobThatIsOutOfTheConfiguration_whileTasksOfItAreOpen() {
        TaskPartition first = fixture.partition(backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(first);
        first.close();

        CommandAnswer refusal = answer(fixture.withoutJobs(backlog), new Retire("job", OpenTasks.FINISH));
        assertThat(refusal.code()).isEqualTo(Code.MORE);
        assertThat(refusal.status()).isEqualTo(Status.REFUSED);
        assertThat(refusal.message()).contains("Job job is not in the configuration, and 1 task is open");

        TaskPartition again = fixture.partition(backlog);
        PartitionFixture.commit(again);
        fixture.runAll(again);
        PartitionFixture.commit(again);
        assertThat(fixture.results()).isEqualTo(1);
        again.close();
        assertThat(command(fixture.withoutJobs(backlog), new Retire("job", OpenTasks.FINISH)))
                .isEqualTo(Code.UNKNOWN_JOB);
    }

    @Test
    void shouldGoOnWhenItsTimeHasCome_alsoWhereThatCameWhileTheLaneWasHeldAndTheClockWasSetBackSince() {
        TaskPartition partition = fixture.partition(backlog);
        partition.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(partition);
        partition.tick();
        Failure failure = new Failure(DeadLetterReason.HANDLER_FAILED, "test", "not now");
        fixture.turns()
                .remove(0)
                .next()
                .orElseThrow()
                .end(new Completion.Retry(Optional.of(Duration.ofSeconds(10)), failure));
        fixture.tell(partition);
        command(partition, new Pause("job", LANE));
        fixture.pass(Duration.ofSeconds(11));
        partition.tick();
        fixture.pass(Duration.ofSeconds(-5));
        command(partition, new Resume("job", LANE));
        PartitionFixture.commit(partition);
        fixture.pass(Duration.ofSeconds(2));
        fixture.runAll(partition);
        assertThat(fixture.results()).as("before its time").isZero();

        fixture.pass(Duration.ofSeconds(3));
        fixture.runAll(partition);

        assertThat(fixture.results()).isEqualTo(1);
    }

    private Code command(TaskPartition partition, Request request) {
        return answer(partition, request).code();
    }

    private CommandAnswer answer(TaskPartition partition, Request request) {
        commands++;
        partition.command(new Command(Integer.toString(commands), Optional.empty(), request), 0);
        List<Output> outputs = fixture.outputs();
        return ((Output.Reply) outputs.get(outputs.size() - 1)).answer();
    }
}
