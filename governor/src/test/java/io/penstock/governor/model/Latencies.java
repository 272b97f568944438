package io.penstock.governor.model;

/** Counts latencies in buckets of a tenth of a percent, from a microsecond to hours. Not safe for use by several threads. */
public final class Latencies {
    private static final int SHIFT = 13;
    private static final int FIRST = Float.floatToIntBits(1e3f) >> SHIFT;
    private final int[] counts = new int[(Float.floatToIntBits(1e14f) >> SHIFT) - FIRST + 1];
    private long total;

    void add(long nanos) {
        int bucket = (Float.floatToIntBits((float) nanos) >> SHIFT) - FIRST;
        counts[Math.max(0, Math.min(counts.length - 1, bucket))]++;
        total++;
    }

    void addAll(Latencies others) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += others.counts[bucket];
        }
        total += others.total;
    }

    public long total() {
        return total;
    }

    /** The latency below which a share of all lies, in nanoseconds. */
    public double quantile(double share) {
        long rank = (long) Math.ceil(share * total);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Float.intBitsToFloat(((bucket + FIRST) << SHIFT) + (1 << (SHIFT - 1)));
            }
        }
        return 0;
    }

    public double p99() {
        return quantile(0.99);
    }
}
