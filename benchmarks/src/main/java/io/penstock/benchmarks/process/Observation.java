package io.penstock.benchmarks.process;

import io.penstock.benchmarks.harness.Throughput;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Watches a contestant until its work is done. */
public final class Observation {
    private static final Duration STALLED = Duration.ofSeconds(60);

    private Observation() {}

    /**
     * Watches.
     *
     * @param count how many are done; may take a few milliseconds to say, and sets the pace
     * @param throughput takes the counts
     * @return how many a second
     * @throws IllegalStateException if the contestant ends, or nothing gets done for a minute
     */
    public static double perSecond(JavaProcess contestant, LongSupplier count, Throughput throughput) {
        long last = 0;
        long lastProgress = System.nanoTime();
        while (!throughput.complete()) {
            contestant.requireAlive();
            long done = count.getAsLong();
            long now = System.nanoTime();
            throughput.note(now, done);
            if (done != last) {
                last = done;
                lastProgress = now;
            } else if (now - lastProgress > STALLED.toNanos()) {
                throw contestant.failure("has done nothing for %d s, after %,d".formatted(STALLED.toSeconds(), done));
            }
        }
        return throughput.perSecond();
    }
}
