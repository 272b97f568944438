package io.penstock.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Runs the core on many schedules. {@code -Dpenstock.schedules=N} says how many, {@code -Dpenstock.seed=S} where to begin:
 * schedule S + i has the seed S + i.
 */
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("penstock.schedules", 20_000);
    private static final long SEED = Long.getLong("penstock.seed", System.nanoTime());
    /** Of the schedules, in hundred: the least in which each thing must have happened. */
    private static final int LEAST_PERCENT = 1;

    @Test
    void shouldHoldTheInvariantsOnEverySchedule() {
        System.out.println("Simulation of " + SCHEDULES + " schedules from seed " + SEED);
        Map<Covered, Integer> counts = new EnumMap<>(Covered.class);
        for (int i = 0; i < SCHEDULES; i++) {
            Schedule schedule = Schedule.of(SEED + i);
            try {
                new Simulation(schedule, line -> {}).run().forEach(what -> counts.merge(what, 1, Integer::sum));
            } catch (RuntimeException | AssertionError e) {
                Schedule shrunk = shrink(schedule);
                StringBuilder story = new StringBuilder();
                String failure =
                        failure(shrunk, line -> story.append(line.get()).append('\n'));
                fail(failure + "\n" + shrunk + "What happened:\n" + story, e);
            }
        }
        System.out.println("Covered: " + counts);
        for (Covered what : Covered.values()) {
            assertThat(counts.getOrDefault(what, 0))
                    .as("schedules with %s", what)
                    .isGreaterThanOrEqualTo(SCHEDULES * LEAST_PERCENT / 100);
        }
    }

    /** Takes out as many steps as can be, with the schedule still failing: delta debugging (Zeller 2002), greedily. */
    private static Schedule shrink(Schedule failing) {
        Schedule shrunk = failing;
        for (int part = Math.max(1, failing.actions().size() / 2); part >= 1; part /= 2) {
            boolean again = true;
            while (again) {
                again = false;
                for (int from = 0; from + part <= shrunk.actions().size(); ) {
                    List<Action> fewer = new ArrayList<>(shrunk.actions());
                    fewer.subList(from, from + part).clear();
                    Schedule candidate = shrunk.with(fewer);
                    if (failure(candidate, line -> {}).isEmpty()) {
                        from++;
                    } else {
                        shrunk = candidate;
                        again = true;
                    }
                }
            }
        }
        return shrunk;
    }

    private static String failure(Schedule schedule, Consumer<Supplier<String>> story) {
        try {
            new Simulation(schedule, story).run();
            return "";
        } catch (RuntimeException | AssertionError e) {
            return e.toString();
        }
    }
}
