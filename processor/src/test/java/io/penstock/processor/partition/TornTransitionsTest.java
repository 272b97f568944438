package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Operation;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.ResumeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A crash cuts the writes in two, at each place, while a task that is committed moves aside or back. */
class TornTransitionsTest {
    private static final Completion LATER = new Completion.Retry(
            Optional.of(Duration.ofSeconds(1)), new Failure(DeadLetterReason.ATTEMPTS_EXHAUSTED, "test", "not now"));
    /** More than any of these flushes writes. */
    private static final int MOST = 30;

    private PartitionFixture fixture = new PartitionFixture();
    private TornRows backlog = new TornRows();

    private TaskPartition begun() {
        fixture = new PartitionFixture("on-retry: yield");
        backlog = new TornRows();
        TaskPartition partition = fixture.partition(backlog);
        partition.arrive(new Arrival(Intent.RUN, version(1), false), 1, 0);
        commit(partition);
        return partition;
    }

    @Test
    void shouldComeUponATaskThatCameBack() {
        for (int kept = 0; kept <= MOST; kept++) {
            TaskPartition first = begun();
            fail(first);
            commit(first);
            fixture.pass(Duration.ofSeconds(2));
            first.tick();
            TaskPartition second = crashed(first, kept);

            fixture.runAll(second);

            assertThat(results()).as("%d writes kept", kept).containsExactly(1L);
        }
    }

    @Test
    void shouldNotLetALaterVersionPass_whenATaskMovedAside() {
        for (int kept = 0; kept <= MOST; kept++) {
            TaskPartition first = begun();
            fail(first);
            TaskPartition second = crashed(first, kept);
            second.arrive(new Arrival(Intent.RUN, version(2), false), 2, 0);
            for (int i = 0; i < 3; i++) {
                fixture.runAll(second);
                fixture.pass(Duration.ofSeconds(2));
            }

            assertThat(results()).as("%d writes kept", kept).containsExactly(1L, 2L);
        }
    }

    @Test
    void shouldPassOver_whatHasNoBody() {
        TaskPartition first = begun();
        first.arrive(new Arrival(Intent.RUN, version(2), false), 2, 0);
        commit(first);
        first.close();
        backlog.lose('B');
        TaskPartition second = fixture.partition(backlog);
        commit(second);
        fixture.runAll(second);
        commit(second);

        assertThat(results()).containsExactly(2L);
        assertThat(backlog.count('T')).isZero();
    }

    private void fail(TaskPartition partition) {
        partition.tick();
        fixture.turns().remove(0).next().orElseThrow().end(LATER);
        fixture.tell(partition);
    }

    private void commit(TaskPartition partition) {
        PartitionFixture.commit(partition);
        backlog.commit();
    }

    private TaskPartition crashed(TaskPartition first, int kept) {
        first.beforeCommit();
        first.close();
        fixture.crash();
        backlog.crash(kept);
        TaskPartition second = fixture.partition(backlog);
        commit(second);
        return second;
    }

    private List<Long> results() {
        List<Long> times = new ArrayList<>();
        for (Output output : fixture.outputs()) {
            if (output instanceof Output.Result result) {
                times.add(result.task().version().changedAt());
            }
        }
        return times;
    }

    private static PendingTask version(long number) {
        PendingTask task = Tasks.of("{\"_id\": 1}");
        return new PendingTask(
                task.key(),
                new DocumentVersion(
                        "1",
                        Operation.UPDATE,
                        Position.ofToken(new ResumeToken(number << 32, 0), Position.WRITE),
                        number,
                        Optional.empty(),
                        Optional.empty()),
                task.shardKey(),
                task.contents(),
                task.origin());
    }
}
