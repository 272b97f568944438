package io.penstock.cli.demo;

import io.penstock.cli.check.DocumentName;
import io.penstock.cli.check.OutputRecord;
import io.penstock.cli.check.OutputRecord.Kind;
import io.penstock.cli.check.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * How long it takes from when a write is due to when its result is there for a read-committed consumer. A result does not
 * say by which write it came about, but the changes of one document end in their order: the n-th ending belongs to the
 * n-th write. Threads may share one.
 */
final class Latencies {
    private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();

    private final String job;
    private final InstantSource clock;
    private final Map<DocumentName, Deque<Instant>> open = new ConcurrentHashMap<>();
    private final LongAdder openWrites = new LongAdder();
    private volatile Instant steadyFrom = Instant.MAX;
    private final Histogram early = new Histogram(LONGEST_MILLIS, 3);
    private final Histogram steady = new Histogram(LONGEST_MILLIS, 3);
    private final Histogram recent = new Histogram(LONGEST_MILLIS, 3);

    /**
     * Two points of a distribution.
     *
     * @param p50 half of all take at most so long, in milliseconds
     * @param p99 all but a hundredth take at most so long, in milliseconds
     */
    record Percentiles(long p50, long p99) {
        private static Percentiles of(Histogram histogram) {
            return new Percentiles(histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
        }
    }

    /**
     * @param job the job whose results count: one that every write concerns
     * @param clock the writer's clock
     */
    Latencies(String job, InstantSource clock) {
        this.job = job;
        this.clock = clock;
    }

    /** Writes that are due before count only if there are no others: it is the start that they measure. */
    void startIsOver(Instant now) {
        steadyFrom = now;
    }

    /** Writes that were sent, and whose changes have not ended. */
    long open() {
        return openWrites.sum();
    }

    /** A write is about to be sent. */
    void sending(Write write) {
        openWrites.increment();
        open.compute(write.document(), (document, intended) -> {
            Deque<Instant> queue = intended == null ? new ArrayDeque<>(2) : intended;
            queue.add(write.intended());
            return queue;
        });
    }

    /** A change has ended. */
    void ended(OutputRecord output) {
        boolean counts = output.kind() != Kind.DUPLICATE && output.kind() != Kind.STALE;
        if (!counts || !output.job().map(job::equals).orElse(false)) {
            return;
        }
        open.computeIfPresent(output.document(), (document, intended) -> {
            Instant first = intended.remove();
            openWrites.decrement();
            if (output.kind() == Kind.RESULT) {
                record(first);
            }
            return intended.isEmpty() ? null : intended;
        });
    }

    /** Of all results so far of writes that were due once the start was over; without such, of all. */
    synchronized Percentiles all() {
        return Percentiles.of(steady.getTotalCount() > 0 ? steady : early);
    }

    /** Of the results since this was last asked. */
    synchronized Percentiles recent() {
        Percentiles percentiles = Percentiles.of(recent);
        recent.reset();
        return percentiles;
    }

    private synchronized void record(Instant intended) {
        long millis = Duration.between(intended, clock.instant()).toMillis();
        long bounded = Math.max(0, Math.min(millis, LONGEST_MILLIS));
        (intended.isBefore(steadyFrom) ? early : steady).recordValue(bounded);
        recent.recordValue(bounded);
    }
}
