package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.foreground.Latencies.Second;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Takes latencies, and sums them up second by second. Safe for use by several threads. */
final class LatencyLog implements AutoCloseable {
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(DIGITS);
    private final Thread clock = new Thread(this::tick, "latency-log");
    /** Guarded by this. */
    private Histogram all = new Histogram(DIGITS);
    /** Guarded by this. */
    private List<Second> seconds = new ArrayList<>();

    LatencyLog() {
        clock.setDaemon(true);
        clock.start();
    }

    void add(long nanos) {
        recorder.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** Forgets all that was. */
    synchronized void begin() {
        recorder.reset();
        all = new Histogram(DIGITS);
        seconds = new ArrayList<>();
    }

    /** From here on counts what {@link #sum} tells of all; the seconds before stay to be seen. */
    synchronized void measure() {
        take();
        all = new Histogram(DIGITS);
    }

    /** What has come since {@link #measure}, and each second since {@link #begin}. */
    synchronized Latencies sum() {
        take();
        return Latencies.of(all, seconds);
    }

    private synchronized void take() {
        Histogram second = recorder.getIntervalHistogram();
        if (second.getTotalCount() > 0) {
            all.add(second);
            seconds.add(Second.of(System.currentTimeMillis(), second));
        }
    }

    private void tick() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(1);
                take();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.interrupt();
    }
}
