package io.penstock.benchmarks.harness;

/**
 * How fast a known number of things gets done, once the first of them are: these warm the virtual machine up and are
 * left out. For use by one thread.
 */
public final class Throughput {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long warmUp;
    private final long total;
    private long firstCount = -1;
    private long firstNanos;
    private long lastCount;
    private long lastNanos;

    /**
     * @param warmUp how many are left out
     * @param total how many there are
     */
    public Throughput(long warmUp, long total) {
        if (warmUp < 0 || warmUp >= total) {
            throw new IllegalArgumentException("%d of %d cannot be left out".formatted(warmUp, total));
        }
        this.warmUp = warmUp;
        this.total = total;
    }

    /**
     * Notes how far it has come.
     *
     * @param nanos now, as of {@link System#nanoTime}
     * @param count how many are done; never less than before
     */
    public void note(long nanos, long count) {
        if (count == lastCount) {
            return;
        }
        if (count > total) {
            throw new IllegalStateException("%,d were done, and there were only %,d to do".formatted(count, total));
        }
        lastCount = count;
        lastNanos = nanos;
        if (firstCount < 0 && count >= Math.max(1, warmUp)) {
            firstCount = count;
            firstNanos = nanos;
        }
    }

    /** Whether all are done. */
    public boolean complete() {
        return lastCount == total;
    }

    /**
     * How many a second.
     *
     * @throws IllegalStateException if all came at once, so that there is nothing to divide by
     */
    public double perSecond() {
        if (!complete() || lastNanos <= firstNanos) {
            throw new IllegalStateException(
                    "Too little was measured to tell how fast it was: %,d of %,d".formatted(lastCount, total));
        }
        return (lastCount - firstCount) * NANOS_PER_SECOND / (lastNanos - firstNanos);
    }
}
