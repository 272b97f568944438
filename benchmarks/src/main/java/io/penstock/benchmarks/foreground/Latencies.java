package io.penstock.benchmarks.foreground;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Latencies of a while, in milliseconds.
 *
 * @param count how many
 * @param p50 their median
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the longest
 * @param seconds the same second by second
 */
record Latencies(long count, double p50, double p99, double p999, double max, List<Second> seconds) {
    private static final double MICROS = 1_000;

    /**
     * One second of it.
     *
     * @param at its end: milliseconds since 1970
     * @param count how many latencies came
     * @param p50 their median
     * @param p99 the 99th percentile
     */
    record Second(long at, long count, double p50, double p99) {
        static Second of(long at, Histogram micros) {
            return new Second(at, micros.getTotalCount(), millis(micros, 50), millis(micros, 99));
        }
    }

    Latencies {
        seconds = List.copyOf(seconds);
    }

    static Latencies of(Histogram micros, List<Second> seconds) {
        return new Latencies(
                micros.getTotalCount(),
                millis(micros, 50),
                millis(micros, 99),
                millis(micros, 99.9),
                micros.getMaxValue() / MICROS,
                seconds);
    }

    /** The p99 that is asked of the foreground beside background work, these being those without. */
    Duration objective() {
        return Duration.ofNanos(Math.round(Extent.OBJECTIVE * p99 * 1e6));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / MICROS;
    }
}
