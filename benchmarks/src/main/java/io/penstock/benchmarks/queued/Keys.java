package io.penstock.benchmarks.queued;

import java.util.Arrays;
import java.util.Random;

/** Which of a thousand keys each piece of work has. The same number gives the same key. */
enum Keys {
    /** All as often. */
    UNIFORM,
    /** The k-th in rank as often as 1/k: Zipf's law with exponent 1. */
    ZIPF;

    static final int COUNT = 1_000;
    private static final double[] CUMULATED = cumulated();

    /** The keys of so much work, in order. */
    int[] of(int work) {
        Random random = new Random(42);
        int[] keys = new int[work];
        for (int i = 0; i < work; i++) {
            keys[i] = this == UNIFORM ? random.nextInt(COUNT) : ranked(random.nextDouble());
        }
        return keys;
    }

    private static int ranked(double part) {
        int found = Arrays.binarySearch(CUMULATED, part);
        return Math.min(COUNT - 1, found < 0 ? -found - 1 : found);
    }

    private static double[] cumulated() {
        double[] sums = new double[COUNT];
        double sum = 0;
        for (int rank = 1; rank <= COUNT; rank++) {
            sum += 1.0 / rank;
            sums[rank - 1] = sum;
        }
        for (int i = 0; i < COUNT; i++) {
            sums[i] /= sum;
        }
        return sums;
    }
}
