package io.penstock.cli.demo;

import java.time.Duration;

/**
 * When each write is due. The rate grows evenly from nothing to its full height, since a virtual machine that has just
 * started would only pile up what it cannot do yet; from then on it stays. With the rate r and the time T that it grows,
 * the write with number i is due at {@code sqrt(2iT/r)} as long as that is before T, and at {@code T/2 + i/r} afterwards.
 *
 * @param rate the full rate, in writes a second
 * @param growing how long the rate grows
 */
record Pace(double rate, Duration growing) {
    private static final double NANOS = 1e9;
    /** What a virtual machine that is getting warm can take on: by so many a second more in each second. */
    private static final double GROWTH = 60;

    private static final double LEAST_SECONDS = 5;
    private static final double MOST_SECONDS = 30;

    /** The pace for a virtual machine that has just started: the higher the rate, the longer it grows. */
    static Pace ofColdStart(double rate) {
        double seconds = Math.max(LEAST_SECONDS, Math.min(rate / GROWTH, MOST_SECONDS));
        return new Pace(rate, Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    /** When a write is due, counted from the beginning; the first write has the number 0. */
    Duration due(long number) {
        double growth = growing.toNanos() / NANOS;
        double seconds =
                number <= rate * growth / 2 ? Math.sqrt(2 * number * growth / rate) : growth / 2 + number / rate;
        return Duration.ofNanos((long) (seconds * NANOS));
    }
}
