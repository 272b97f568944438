package io.penstock.benchmarks.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A server with slots and one queue, first come first served; service times are log-normal. Since nobody overtakes, an
 * operation's end is known when it arrives: the soonest that a slot is free, and its service time. Times are in
 * nanoseconds, on whatever clock the callers share. Safe for use by several threads.
 */
public final class ServiceModel {
    private final ServiceTimes times;
    private final SplittableRandom random;
    /** When each slot is free; guarded by this. */
    private final long[] free;
    /** Guarded by this. */
    private long operations;

    /**
     * What an operation takes once it has a slot.
     *
     * @param slots how many operations are served at once
     * @param medianNanos the median of the service times
     * @param sigma the standard deviation of their logarithms
     */
    public record ServiceTimes(int slots, double medianNanos, double sigma) {
        private static final double NANOS_PER_SECOND = 1e9;

        public ServiceTimes {
            if (slots < 1 || !(medianNanos > 0) || !(sigma >= 0)) {
                throw new IllegalArgumentException(
                        "No server is like this: %d slots, %f ns, sigma %f".formatted(slots, medianNanos, sigma));
            }
        }

        /** Operations a second that all slots together can do. */
        public double capacity() {
            return slots / (medianNanos * Math.exp(sigma * sigma / 2) / NANOS_PER_SECOND);
        }
    }

    /**
     * Makes one that is idle.
     *
     * @param seed of all chance
     */
    public ServiceModel(ServiceTimes times, long seed) {
        this.times = times;
        this.random = new SplittableRandom(seed);
        this.free = new long[times.slots()];
        Arrays.fill(free, Long.MIN_VALUE);
    }

    /**
     * Some operations arrive together.
     *
     * @return when the last of them ends
     */
    public synchronized long arrive(long now, int count) {
        long end = now;
        for (int operation = 0; operation < count; operation++) {
            end = Math.max(end, serve(now));
        }
        operations += count;
        return end;
    }

    /** How many operations have arrived. */
    public synchronized long operations() {
        return operations;
    }

    private long serve(long now) {
        int soonest = 0;
        for (int slot = 1; slot < free.length; slot++) {
            if (free[slot] < free[soonest]) {
                soonest = slot;
            }
        }
        long end = Math.max(now, free[soonest])
                + (long) (times.medianNanos() * Math.exp(times.sigma() * random.nextGaussian()));
        free[soonest] = end;
        return end;
    }
}
