package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.Command;
import io.penstock.records.Command.Cancel;
import io.penstock.records.CommandAnswer.Code;
import io.penstock.records.ResumeToken;
import io.penstock.records.TaskEventKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open tasks stand in the lanes of an order that the job has no more, since it was not recorded which one it had. */
class OtherOrderTest {
    private final PartitionFixture fixture = new PartitionFixture();
    private final MemoryRows backlog = new MemoryRows();
    private TaskPartition second = fixture.withoutJobs();

    @BeforeEach
    void openATaskAndChangeTheOrder() {
        TaskPartition first = fixture.partition("order: none", backlog);
        first.arrive(new Arrival(Intent.RUN, Tasks.of("{\"_id\": 1}"), false), 7, 0);
        PartitionFixture.commit(first);
        first.close();
        second = fixture.partition("order: shard-key, on-unmatch: cancel-open, coalesce: latest", backlog);
        PartitionFixture.commit(second);
    }

    @Test
    void shouldTakeItBack_whenItsDocumentIsDeleted() {
        second.arrive(new Arrival(Intent.END, later(Operation.DELETE), false), 8, 0);
        fixture.runAll(second);

        assertThat(told(TaskEventKind.CANCELLED)).isEqualTo(1);
        assertThat(fixture.results()).isZero();
    }

    @Test
    void shouldTakeItBack_whenAnOperatorWantsThat() {
        second.command(new Command("1", Optional.empty(), new Cancel("job", Optional.of("shop.orders"), "1")), 0);
        List<Output> outputs = fixture.outputs();
        Output.Reply reply = (Output.Reply) outputs.get(outputs.size() - 1);
        fixture.runAll(second);

        assertThat(reply.answer().code()).isEqualTo(Code.DONE);
        assertThat(fixture.results()).isZero();
    }

    @Test
    void shouldRunALaterVersionInItsPlace_whereTheJobCoalesces() {
        second.arrive(new Arrival(Intent.RUN, later(Operation.UPDATE), false), 8, 0);
        fixture.runAll(second);

        assertThat(told(TaskEventKind.SUPERSEDED)).isEqualTo(1);
        assertThat(fixture.results()).isEqualTo(1);
    }

    private long told(TaskEventKind kind) {
        return fixture.outputs().stream()
                .filter(output -> output instanceof Output.Event event && event.kind() == kind)
                .count();
    }

    private static PendingTask later(Operation operation) {
        PendingTask task = Tasks.of("{\"_id\": 1}");
        return new PendingTask(
                task.key(),
                new DocumentVersion(
                        "1",
                        operation,
                        Position.ofToken(new ResumeToken(11L << 32, 0), Position.WRITE),
                        11_000,
                        Optional.empty(),
                        Optional.empty()),
                task.shardKey(),
                task.contents(),
                task.origin());
    }
}
