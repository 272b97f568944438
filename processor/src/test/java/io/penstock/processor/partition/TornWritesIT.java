package io.penstock.processor.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Raw;
import io.penstock.processor.testing.DeadLetters;
import io.penstock.processor.testing.Tasks;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.records.Command;
import io.penstock.records.DeadLetterReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under at-least-once a crash keeps the first of the writes that were flushed, and records are read again from the offset that
 * was committed last: whatever was kept, every task has its end.
 */
class TornWritesIT {
    private static final int SCHEDULES = 500;
    private static final Completion LATER = new Completion.Retry(
            Optional.of(Duration.ofSeconds(1)), new Failure(DeadLetterReason.ATTEMPTS_EXHAUSTED, "test", "not now"));
    private static final Completion NEVER =
            new Completion.Refused(new Failure(DeadLetterReason.REJECTED, "test", "never"));
    private static final Completion DONE = new Completion.Succeeded(Raw.of("1"));
    /** Three of these are more than is held back for long. */
    private static final Raw LARGE = Raw.of("{\"_id\":1,\"text\":\"" + "x".repeat(6 << 20) + "\"}");

    @ParameterizedTest
    @ValueSource(strings = {"on-retry: hold", "on-retry: yield", "order: none", "on-retry: yield, start: committed"})
    void shouldLoseNoTask_whateverACrashKeeps(String work) {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            try {
                new Schedule(work, seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + seed, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldRunEachDocumentOnce_whenRowsGoEarlySinceTheyAreLarge(int kept) {
        PartitionFixture fixture = new PartitionFixture();
        TornRows backlog = new TornRows();
        TaskPartition first = fixture.partition(backlog);
        PartitionFixture.commit(first);
        backlog.commit();
        for (int i = 0; i < 4; i++) {
            first.arrive(arrival(i, 2, LARGE), i, 0);
        }
        assertThat(backlog.uncommitted()).as("rows that went early").isPositive();
        first.close();
        backlog.crash(kept);

        TaskPartition second = fixture.partition(backlog);
        second.arrive(arrival(9, 2, Raw.of("{\"_id\":9}")), 9, 0);
        for (int i = 0; i < 4; i++) {
            second.arrive(arrival(i, 2, LARGE), i, 0);
        }
        PartitionFixture.commit(second);
        fixture.runAll(second);

        assertThat(results(fixture)).containsExactlyInAnyOrder("0", "1", "2", "3", "9");
    }

    private static List<String> results(PartitionFixture fixture) {
        return fixture.outputs().stream()
                .filter(Output.Result.class::isInstance)
                .map(output -> ((Output.Result) output).task().key().taskId())
                .toList();
    }

    private static Arrival arrival(int document, int lanes, Raw contents) {
        PendingTask task = Tasks.ofDocument(Integer.toString(document));
        return new Arrival(
                Intent.RUN,
                new PendingTask(
                        task.key(),
                        task.version(),
                        Integer.toString(document % lanes),
                        new Contents(Optional.of(contents), Optional.empty(), Optional.empty()),
                        task.origin()),
                false);
    }

    /** Things that happen, by chance. */
    private static final class Schedule {
        private final SplittableRandom random;
        private final PartitionFixture fixture;
        private final TornRows backlog = new TornRows();
        private final List<Arrival> topic = new ArrayList<>();
        private final List<Output.LostTask> wishes = new ArrayList<>();
        private final List<RunningAttempt> running = new ArrayList<>();
        private TaskPartition partition;
        private int read;
        private int committed;
        private int obeyed;
        private int obeyedBefore;

        Schedule(String work, long seed) {
            random = new SplittableRandom(seed);
            fixture = new PartitionFixture(work);
            partition = fixture.partition(backlog);
        }

        void run() {
            int steps = 10 + random.nextInt(50);
            for (int i = 0; i < steps; i++) {
                step();
            }
            for (int round = 0; round < 20; round++) {
                while (read < topic.size()) {
                    arrive();
                }
                while (obeyed < wishes.size()) {
                    obey();
                }
                begin();
                while (!running.isEmpty()) {
                    end(DONE);
                    begin();
                }
                fixture.pass(Duration.ofSeconds(2));
                commit();
                partition.tick();
            }
            Set<String> ended = new TreeSet<>(results(fixture));
            lost().forEach(it -> ended.add(it.task().key().taskId()));
            assertThat(ended)
                    .as("results and dead letters")
                    .isEqualTo(topic.stream()
                            .map(arrival -> arrival.task().key().taskId())
                            .collect(Collectors.toCollection(TreeSet::new)));
            assertThat(wishes).as("dead letters to be tried again").allSatisfy(this::triedAgain);
            assertThat(backlog.count('T') + backlog.count('W') + backlog.count('Y'))
                    .as("tasks that stay open")
                    .isZero();
        }

        /** By the one wish or another; or it was done after all, since nobody had kept that it was given up. */
        private void triedAgain(Output.LostTask lost) {
            assertThat(results(fixture).contains(lost.task().key().taskId())
                            || given(lost.task())
                                    .anyMatch(later ->
                                            later.tries().round() > lost.tries().round()))
                    .isTrue();
        }

        private Stream<Output.LostTask> given(PendingTask task) {
            return lost().filter(it -> it.task().key().equals(task.key()));
        }

        private Stream<Output.LostTask> lost() {
            return fixture.outputs().stream()
                    .filter(Output.LostTask.class::isInstance)
                    .map(Output.LostTask.class::cast);
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    topic.add(arrival(topic.size(), 3, Raw.of("{}")));
                    arrive();
                }
                case 2 -> begin();
                case 3 -> end(DONE);
                case 4 -> end(LATER);
                case 5 -> {
                    fixture.pass(Duration.ofMillis(random.nextInt(1_500)));
                    partition.tick();
                }
                case 6 -> commit();
                case 7 -> crash();
                case 8 -> lost().filter(it -> !wishes.contains(it)).findFirst().ifPresent(wishes::add);
                case 9 -> obey();
                case 10 -> end(NEVER);
                default -> {
                    partition.beforeCommit();
                    crash();
                }
            }
        }

        private void arrive() {
            if (read < topic.size()) {
                partition.arrive(topic.get(read), read, 0);
                read++;
                partition.dispatch();
            }
        }

        private void obey() {
            if (obeyed < wishes.size()) {
                partition.command(new Command("wish", Optional.empty(), DeadLetters.retry(wishes.get(obeyed))), 0);
                obeyed++;
                partition.dispatch();
            }
        }

        private void begin() {
            partition.tick();
            while (!fixture.turns().isEmpty()) {
                Turn turn = fixture.turns().remove(0);
                turn.next().ifPresent(running::add);
            }
            fixture.tell(partition);
        }

        private void end(Completion completion) {
            if (!running.isEmpty()) {
                RunningAttempt attempt = running.remove(random.nextInt(running.size()));
                attempt.end(completion);
                attempt.turn().next().ifPresent(running::add);
                fixture.tell(partition);
                partition.dispatch();
            }
        }

        private void commit() {
            PartitionFixture.commit(partition);
            backlog.commit();
            committed = read;
            obeyedBefore = obeyed;
        }

        private void crash() {
            partition.close();
            running.clear();
            fixture.crash();
            backlog.crash(random.nextInt(backlog.uncommitted() + 1));
            read = committed;
            obeyed = obeyedBefore;
            partition = fixture.partition(backlog);
        }
    }
}
