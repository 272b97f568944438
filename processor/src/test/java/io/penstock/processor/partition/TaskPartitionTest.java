package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.Turn;
import io.penstock.records.DeadLetterReason;
import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds without any job; what holds with jobs, the simulation shows. */
class TaskPartitionTest {
    private final List<Output> outputs = new ArrayList<>();

    private TaskPartition withoutJobs() {
        Ledger ledger = new Ledger(new MemoryRows(), new Retention(Duration.ofDays(7), Optional.empty()), false);
        TaskPartition partition = new TaskPartition(
                Map.of(),
                new Stores(ledger, new FoldingRows(new MemoryRows())),
                new World(new Outputs(), new Unlimited(), TaskListener.NONE, InstantSource.fixed(Instant.EPOCH)));
        partition.open(List.of());
        return partition;
    }

    private static final class Unlimited implements Permits {
        @Override
        public boolean take(String job, Tier tier) {
            return true;
        }

        @Override
        public void forgo(String job, Tier tier) {}

        @Override
        public void force(String job, Tier tier) {}

        @Override
        public void give(String job, Tier tier) {}
    }

    private final class Outputs implements Effects {
        @Override
        public void start(Attempt attempt) {
            throw new AssertionError("There is no job to start it for");
        }

        @Override
        public void hand(String job, Turn turn) {
            throw new AssertionError("There is no job to hand out");
        }

        @Override
        public Turn newTurn() {
            throw new AssertionError("There is no job to hand out");
        }

        @Override
        public void emit(Output output) {
            outputs.add(output);
        }

        @Override
        public void commitSoon() {
            throw new AssertionError("There is nothing to commit");
        }
    }

    @Test
    void shouldGiveUpATaskWhoseJobWasTakenOutOfTheConfiguration() {
        withoutJobs().arrive(new Arrival(Intent.RUN, Tasks.of("{}"), false), 0, 0);

        assertThat(outputs.get(0))
                .isInstanceOfSatisfying(
                        Output.LostTask.class,
                        lost -> assertThat(lost.failure().reason()).isEqualTo(DeadLetterReason.JOB_UNKNOWN));
    }

    @Test
    void shouldSayNothingOfTheEndOfADocument_whoseJobWasTakenOutOfTheConfiguration() {
        withoutJobs().arrive(new Arrival(Intent.END, Tasks.of("{}"), false), 0, 0);

        assertThat(outputs).isEmpty();
    }
}
