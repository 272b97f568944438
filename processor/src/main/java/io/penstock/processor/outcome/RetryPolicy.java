package io.penstock.processor.outcome;

import java.time.Duration;

/**
 * When a task is tried again: exponential backoff with jitter. The pause after attempt n is {@code initial} times
 * {@code factor} to the power of n - 1, at most {@code max}; of that the part {@code jitter} is left to chance, so that
 * what failed together does not come back together. Chance only shortens.
 *
 * @param maxAttempts how often a task is tried before it is given up
 * @param initial the first pause
 * @param factor how much longer each one is than the one before
 * @param max the longest
 * @param jitter the part that chance may take off, from 0 to 1
 */
public record RetryPolicy(int maxAttempts, Duration initial, double factor, Duration max, double jitter) {
    /** Tries again at once, so often. */
    public static RetryPolicy atOnce(int maxAttempts) {
        return new RetryPolicy(maxAttempts, Duration.ZERO, 1, Duration.ZERO, 0);
    }

    /**
     * The pause after an attempt, in milliseconds.
     *
     * @param attempts attempts made so far
     * @param salt what chance is taken from: the same salt gives the same pause
     */
    public long pause(int attempts, long salt) {
        double full =
                Math.min((double) max.toMillis(), initial.toMillis() * Math.pow(factor, Math.max(0, attempts - 1)));
        return Math.round(full * (1 - jitter * fraction(salt)));
    }

    /** A number from 0 to 1 that looks random: the finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static double fraction(long salt) {
        long z = salt + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
