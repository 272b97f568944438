package io.penstock.governor.limit;

import java.time.Duration;

/**
 * What a signal has to keep: {@code p99: 20ms} over {@code window: 10s}.
 *
 * @param quantile which share of all has to be at or below the latency; above 0, below 1
 * @param latency the latency
 * @param window the time over which it is judged
 */
public record Objective(double quantile, Duration latency, Duration window) {
    public Objective {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("A quantile lies between 0 and 1, but this one is " + quantile);
        }
        if (latency.isNegative() || latency.isZero() || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException(
                    "Latency and window are longer than nothing: " + latency + ", " + window);
        }
    }

    /** The share of all that may lie beyond the latency. */
    public double allowance() {
        return 1 - quantile;
    }
}
