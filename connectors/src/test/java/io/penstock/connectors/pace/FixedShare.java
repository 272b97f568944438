package io.penstock.connectors.pace;

import java.util.concurrent.atomic.AtomicLong;

/** A share that a test sets. */
final class FixedShare implements BackgroundShare {
    final AtomicLong used = new AtomicLong();
    volatile double share;

    FixedShare(double share) {
        this.share = share;
    }

    @Override
    public double now() {
        return share;
    }

    @Override
    public void used(long nanos) {
        used.addAndGet(nanos);
    }

    @Override
    public void close() {}
}
