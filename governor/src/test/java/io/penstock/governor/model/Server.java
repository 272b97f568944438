package io.penstock.governor.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A server with slots and one queue, first come first served; service times are log-normal. Since nobody overtakes, an
 * operation's end is known when it arrives. Times are in nanoseconds.
 */
public final class Server {
    /** Slots that the issue of this model names. */
    public static final int SLOTS = 32;

    private static final double MEDIAN_NANOS = 1_000_000;
    private static final double SIGMA = 0.5;
    private static final int TABLE = 1 << 16;
    private static final float[] SERVICE = serviceTimes();

    /** When each slot is free: a heap, the soonest first. */
    private long[] free = new long[SLOTS];

    private final SplittableRandom random;

    Server(SplittableRandom random) {
        this.random = random;
    }

    /** Operations a second that all slots together can do. */
    public static double capacity() {
        return SLOTS / (MEDIAN_NANOS * Math.exp(SIGMA * SIGMA / 2) / 1e9);
    }

    /** An operation arrives; when it ends. */
    long arrive(long now) {
        long start = Math.max(now, free[0]);
        long end = start + (long) SERVICE[random.nextInt() >>> 16];
        replaceFirst(end);
        return end;
    }

    /** From now on so many slots; what runs in those that go ends. */
    void slots(int slots) {
        long[] sorted = free.clone();
        Arrays.sort(sorted);
        long[] next = new long[slots];
        System.arraycopy(sorted, 0, next, 0, Math.min(slots, sorted.length));
        // A sorted array is a heap; slots that are new are free at once.
        Arrays.sort(next);
        free = next;
    }

    private void replaceFirst(long end) {
        int hole = 0;
        int size = free.length;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && free[child + 1] < free[child]) {
                child++;
            }
            if (free[child] >= end) {
                break;
            }
            free[hole] = free[child];
            hole = child;
        }
        free[hole] = end;
    }

    /** The distribution in as many equally likely values as the table has rows. */
    private static float[] serviceTimes() {
        float[] times = new float[TABLE];
        for (int row = 0; row < TABLE; row++) {
            times[row] = (float) (MEDIAN_NANOS * Math.exp(SIGMA * Normal.quantile((row + 0.5) / TABLE)));
        }
        return times;
    }
}
