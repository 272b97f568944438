package io.penstock.governor.limit;

import java.time.Duration;

/**
 * A source of what is known of the foreground.
 *
 * @param name by which it is told of
 * @param objective what it has to keep
 * @param silence after how long without a word it counts as silent
 */
public record Signal(String name, Objective objective, Duration silence) {
    public Signal {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("Silence lasts longer than nothing: " + silence);
        }
    }
}
