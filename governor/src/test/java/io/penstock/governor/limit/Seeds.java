package io.penstock.governor.limit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Seeds that nobody chose; {@code -Dpenstock.seed=N} runs one again. */
public final class Seeds {
    private Seeds() {}

    /** So many, told on standard output. */
    public static List<Long> fresh(int count) {
        return Optional.ofNullable(Long.getLong("penstock.seed"))
                .map(List::of)
                .orElseGet(
                        () -> Stream.generate(() -> ThreadLocalRandom.current().nextLong(1_000_000_000))
                                .limit(count)
                                .peek(seed -> System.out.println(
                                        "seed: " + seed + " (again with -Dpenstock.seed=" + seed + ")"))
                                .toList());
    }
}
