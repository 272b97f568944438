package io.penstock.processor.intake;

import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.row.MemoryRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Position.Relation;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One document that comes, moves from customer to customer, goes and comes again; its changes told again from somewhere in the
 * past, and some of them late. Whatever the directory remembers, and wherever it sends them: no change runs twice, and none
 * after a newer one.
 */
class IntakeSchedulesIT {
    private static final int CONDITIONS = 5;
    private static final int SCHEDULES = Integer.getInteger("penstock.schedules", 20_000) / CONDITIONS;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "op == 'd' || doc.paid",
                "op != 'd'",
                "op == 'd' || doc.customer != 'c1'",
                "doc.paid == true"
            })
    void shouldRunNoChangeTwice_norAfterANewerOne(String when) {
        long from = Long.getLong("penstock.seed", System.nanoTime());
        System.out.println("IntakeSchedulesIT: " + SCHEDULES + " schedules from seed " + from);
        TestJob job = TestJob.named("job").when(when).shardKey("/customer");
        Jobs jobs = new Jobs(List.of(job.settings()), DocumentMode.LOOKUP, 10_000, name -> Past.NONE);
        for (long seed = from; seed < from + SCHEDULES; seed++) {
            new Schedule(jobs, seed).run();
        }
    }

    /** Things that happen, by chance. */
    private static final class Schedule implements IntakeSink {
        private final long seed;
        private final SplittableRandom random;
        private final Intake intake;
        private final List<Change> history = new ArrayList<>();
        private final List<Change> late = new ArrayList<>();
        /** The newest change that each lane has admitted, as a ledger that forgets nothing has it. */
        private final Map<String, Position> ledgers = new HashMap<>();

        private final List<Position> admitted = new ArrayList<>();
        private long offset;

        Schedule(Jobs jobs, long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            intake = new Intake(
                    jobs,
                    new Directory(new MemoryRows(), Duration.ofDays(7), false),
                    this,
                    TaskListener.NONE,
                    InstantSource.fixed(Instant.EPOCH));
        }

        void run() {
            boolean alive = false;
            for (int time = 10; time < 22; time++) {
                Change change = !alive
                        ? Change.insert(1, time, document())
                        : random.nextInt(3) == 0 ? Change.delete(1, time) : Change.update(1, time, document());
                if (!alive) {
                    discardInserts();
                }
                alive = !change.operation().equals("d");
                history.add(change);
                if (random.nextInt(8) == 0) {
                    // An insert is late only as a dead letter that is tried again: that the directory has seen.
                    if (change.operation().equals("c")) {
                        tell(broken(change));
                    }
                    late.add(change);
                } else {
                    tell(change);
                }
                if (random.nextInt(6) == 0) {
                    history.subList(random.nextInt(history.size()), history.size()).stream()
                            .filter(again -> !late.contains(again))
                            .forEach(this::tell);
                }
                if (!late.isEmpty() && random.nextInt(4) == 0) {
                    tell(late.remove(random.nextInt(late.size())));
                }
            }
        }

        /** Nobody tries the insert of one life again in the next. */
        private void discardInserts() {
            late.stream()
                    .filter(change -> change.operation().equals("c"))
                    .forEach(change -> history.set(history.indexOf(change), broken(change)));
            late.removeIf(change -> change.operation().equals("c"));
        }

        private static Change broken(Change insert) {
            return Change.insert(1, insert.position().seconds(), "\"customer\": {\"no\": \"scalar\"}, \"paid\": true");
        }

        private String document() {
            String customer = random.nextInt(10) == 0 ? "{\"no\": \"scalar\"}" : "\"c" + random.nextInt(3) + "\"";
            return "\"customer\": " + customer + ", \"paid\": " + random.nextBoolean();
        }

        private void tell(Change change) {
            intake.accept(change.original(offset++), 0);
        }

        @Override
        public void forward(Arrival arrival) {
            Position position = arrival.task().version().position();
            Position newest = ledgers.get(arrival.task().shardKey());
            boolean stale = newest != null && position.to(newest) != Relation.NEWER;
            if (stale || arrival.redelivered()) {
                return;
            }
            if (!admitted.stream().allMatch(before -> position.to(before) == Relation.NEWER)) {
                throw new AssertionError(
                        "With seed %d: %s after %s, of %s".formatted(seed, position, admitted, history));
            }
            ledgers.put(arrival.task().shardKey(), position);
            admitted.add(position);
        }

        @Override
        public void emit(Output output) {
            // What is given up goes nowhere.
        }
    }
}
