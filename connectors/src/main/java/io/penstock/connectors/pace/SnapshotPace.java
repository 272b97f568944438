package io.penstock.connectors.pace;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pace of a first snapshot, which is all that the engine does at the time: whoever takes its records takes the next ones
 * only when it may. The connector reads a few batches ahead, and then stops reading.
 *
 * <p>Those batches hide how long reading takes: they lie ready. So a read costs at least what it did in the first batch, which
 * came into an empty buffer.
 *
 * <p>Threading: one thread takes and rests; any may stop it.
 */
public final class SnapshotPace {
    private static final long SLICE = Duration.ofMillis(50).toNanos();

    /** Far below the ten minutes after which a server thinks that nobody wants its cursor any more. */
    private static final long LONGEST_REST = Duration.ofMinutes(1).toNanos();

    private final BackgroundShare share;
    private final Debt debt = new Debt();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private double costOfRead;

    /** Keeps to this share. */
    public SnapshotPace(BackgroundShare share) {
        this.share = share;
    }

    /** Reads cost at least so much each, in nanoseconds. */
    public void costs(double nanosPerRead) {
        costOfRead = Math.max(costOfRead, nanosPerRead);
    }

    /** Whether it is known what a read costs. */
    public boolean knowsCost() {
        return costOfRead > 0;
    }

    /** So many documents were read and taken, in so many nanoseconds. */
    public void took(int reads, long nanos) {
        long cost = Math.max(nanos, Math.round(reads * costOfRead));
        debt.took(cost);
        share.used(cost);
    }

    /** Whether it may not go on at once. If it may, what it took is paid. */
    public boolean mustRest() {
        if (debt.rest(share.now()) > 0) {
            return true;
        }
        debt.forgive();
        return false;
    }

    /** Waits until more may be taken, or it is stopped. */
    public void rest() throws InterruptedException {
        long began = System.nanoTime();
        long last = began;
        while (!debt.paid() && stopped.getCount() > 0 && last - began < LONGEST_REST) {
            double present = share.now();
            long slice = (long) Math.min((double) SLICE, debt.rest(present));
            if (slice > 0) {
                stopped.await(slice, TimeUnit.NANOSECONDS);
            }
            long now = System.nanoTime();
            debt.rested(now - last, present);
            last = now;
        }
        debt.forgive();
    }

    /** Rests no more. */
    public void stop() {
        stopped.countDown();
    }
}
