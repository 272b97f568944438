package io.penstock.processor.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Many schedules, one after the other; and of the first that fails, the shortest that fails as well. */
final class Simulations {
    /** Of the schedules, in hundred: the least in which each thing must have happened. */
    private static final int LEAST_PERCENT = 1;

    private Simulations() {}

    /**
     * Runs them: what is wrong with the core, or with what the schedules bring about, or nothing. Schedule {@code seed} + i
     * has the seed {@code seed} + i.
     */
    static String check(int schedules, long seed) {
        Map<Covered, Integer> counts = new EnumMap<>(Covered.class);
        return failing(schedules, seed, counts)
                .map(schedule -> explained(shrunk(schedule)))
                .orElseGet(() -> uncovered(schedules, counts));
    }

    /** Runs them: the seed of the first that fails, and which invariant does not hold or what was thrown; or nothing. */
    static String violation(int schedules, long seed) {
        return failing(schedules, seed, new EnumMap<>(Covered.class))
                .map(schedule -> "schedule " + schedule.seed() + ": " + failure(schedule, line -> {}))
                .orElse("");
    }

    /** The first that fails. */
    private static Optional<Schedule> failing(int schedules, long seed, Map<Covered, Integer> counts) {
        for (int i = 0; i < schedules; i++) {
            Schedule schedule = Schedule.of(seed + i);
            try {
                new Simulation(schedule, line -> {}).run().forEach(what -> counts.merge(what, 1, Integer::sum));
            } catch (RuntimeException | AssertionError e) {
                return Optional.of(schedule);
            }
        }
        return Optional.empty();
    }

    private static String uncovered(int schedules, Map<Covered, Integer> counts) {
        System.out.println("Covered: " + counts);
        for (Covered what : Covered.values()) {
            int count = counts.getOrDefault(what, 0);
            if (count < schedules * LEAST_PERCENT / 100) {
                return "Only %d of %d schedules have %s".formatted(count, schedules, what);
            }
        }
        return "";
    }

    private static String explained(Schedule schedule) {
        StringBuilder story = new StringBuilder();
        String failure = failure(schedule, line -> story.append(line.get()).append('\n'));
        return failure + "\n" + schedule + "What happened:\n" + story;
    }

    /** Takes out as many steps as can be, with the schedule still failing: delta debugging (Zeller 2002), greedily. */
    private static Schedule shrunk(Schedule failing) {
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
