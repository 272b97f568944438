package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261123})
    void should_grow_from_attempt_to_attempt_and_stay_within_the_longest(long seed) {
        Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(seed));

        for (int attempt = 0; attempt < 100; attempt++) {
            long ceiling = attempt < 7 ? 250L << attempt : LONGEST.toMillis();
            assertThat(backoff.next().toMillis())
                    .as("pause %d, seed %d", attempt, seed)
                    .isBetween(ceiling / 2, ceiling);
        }
    }

    @Test
    void should_begin_anew_after_health() {
        Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(1));
        for (int attempt = 0; attempt < 10; attempt++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
    }
}
