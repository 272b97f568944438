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

    private Seeds() {}

    /**
     * So many, told on standard output. Tests run side by side: each has its own, whoever asks first.
     *
     * @param user what they are for
     */
    public static List<Long> draw(String user, int count) {
        boolean fresh = System.getProperty("penstock.seeds", "same").equals("fresh");
        SplittableRandom random =
                new SplittableRandom(fresh ? ThreadLocalRandom.current().nextLong() : DAY + user.hashCode());
        return Optional.ofNullable(Long.getLong("penstock.seed"))
                .map(List::of)
                .orElseGet(() -> Stream.generate(() -> random.nextLong(1_000_000_000))
                        .limit(count)
                        .peek(seed -> System.out.println(
                                user + " with seed " + seed + " (again with -Dpenstock.seed=" + seed + ")"))
                        .toList());
    }
}
