package io.penstock.governor.limit;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Seeds of the model. What is asserted is of statistics, and holds for nearly every seed: so a build draws the same ones
 * each time, from the day on which this was written, and {@code -Dpenstock.seeds=fresh} others each time. {@code
 * -Dpenstock.seed=N} runs one alone.
 */
public final class Seeds {
    private static final long DAY = 20261124;
    private static final SplittableRandom SAME = new SplittableRandom(DAY);

    private Seeds() {}

    /** So many, told on standard output. */
    public static List<Long> draw(int count) {
        return Optional.ofNullable(Long.getLong("penstock.seed"))
                .map(List::of)
                .orElseGet(() -> Stream.generate(Seeds::next)
                        .limit(count)
                        .peek(seed ->
                                System.out.println("seed: " + seed + " (again with -Dpenstock.seed=" + seed + ")"))
                        .toList());
    }

    private static synchronized long next() {
        return System.getProperty("penstock.seeds", "same").equals("fresh")
                ? ThreadLocalRandom.current().nextLong(1_000_000_000)
                : SAME.nextLong(1_000_000_000);
    }
}
