package io.penstock.connectors.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts: the n-th pause is drawn evenly from the upper half of {@code first * 2^(n-1)}, which
 * never exceeds {@code longest}. The chance in it keeps many engines from coming back at the same instant.
 *
 * <p>Used by one thread at a time.
 */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int attempts;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause before the next attempt. */
    Duration next() {
        // Beyond 2^20 the pause is at its longest with any sensible first one.
        long grown = first.toMillis() << Math.min(attempts, 20);
        long ceiling = Math.min(grown, longest.toMillis());
        attempts++;
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    /** The engine is in good health. */
    void reset() {
        attempts = 0;
    }
}
