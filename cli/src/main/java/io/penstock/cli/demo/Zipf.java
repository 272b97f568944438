package io.penstock.cli.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Zipf's distribution: the k-th of n is drawn with a probability proportional to {@code 1 / k^s}. A few are drawn very
 * often, most hardly ever, as customers buy. Immutable.
 */
final class Zipf {
    private final double[] cumulated;

    /**
     * @param n how many there are to draw from
     * @param s how skewed the draw is: 0 is not at all, 1 is usual in life
     */
    Zipf(int n, double s) {
        cumulated = new double[n];
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += 1 / Math.pow(k + 1, s);
            cumulated[k] = sum;
        }
    }

    /** Draws one: 0 is the likeliest. */
    int draw(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
    }
}
