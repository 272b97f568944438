package io.penstock.processor.stream;

import io.penstock.processor.partition.Permits;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Divides what a process may have handed out among its partitions: one alone may take all; as soon as another finds
 * nothing left, each is held to an equal part, and who has more gets no more until it has less. Threads may share one.
 */
final class FairPermits {
    private final IntSupplier total;
    private final Set<Share> open = new HashSet<>();
    private int taken;

    /**
     * @param total how much may be handed out at one time; one in each partition, if that is more
     */
    FairPermits(IntSupplier total) {
        this.total = total;
    }

    /** The part of one partition, until it is closed. */
    synchronized Share open() {
        Share share = new Share();
        open.add(share);
        return share;
    }

    /** Whether a partition would have handed out more. */
    synchronized boolean areShort() {
        return open.stream().anyMatch(share -> share.refused);
    }

    /** One partition's part. */
    final class Share implements Permits, AutoCloseable {
        private int mine;
        private boolean refused;

        @Override
        public boolean take() {
            synchronized (FairPermits.this) {
                boolean contended = open.stream().anyMatch(other -> other != this && other.refused);
                boolean granted = contended ? mine < part() : taken < total.getAsInt() || mine < part();
                refused = !granted;
                if (granted) {
                    mine++;
                    taken++;
                }
                return granted;
            }
        }

        @Override
        public void force() {
            synchronized (FairPermits.this) {
                mine++;
                taken++;
            }
        }

        @Override
        public void give() {
            synchronized (FairPermits.this) {
                mine--;
                taken--;
            }
        }

        @Override
        public void close() {
            synchronized (FairPermits.this) {
                taken -= mine;
                mine = 0;
                open.remove(this);
            }
        }

        private int part() {
            long wanting = open.stream()
                    .filter(share -> share.mine > 0 || share.refused || share == this)
                    .count();
            return (int) Math.max(1, total.getAsInt() / wanting);
        }
    }
}
