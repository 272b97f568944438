package io.penstock.connectors.source;

import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.Sizeable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's queue in memory, for a connector that is at rest most of the time. {@code ChangeEventQueue.poll} (Debezium 3.6)
 * counts whole milliseconds: at the end of {@code poll.interval.ms} none is left to wait for, and the time is not over, so it
 * looks again and again until the next one has begun. That is most of a millisecond of a core for each interval, with the
 * queue's lock held. Here whoever finds nothing for the third time in a row, and at once, rests for a millisecond.
 *
 * <p>Like the one that it extends it is guarded by the queue's lock. Metrics ask for the size without: what they may upset is
 * only when somebody rests.
 */
public final class RestingQueue<T extends Sizeable> extends DefaultQueueProvider<T> {
    /** What {@code queue.provider.type} calls it. */
    public static final String NAME = "penstock";

    private static final long MILLISECOND = 1_000_000;
    private static final int PATIENCE = 3;

    private @Nullable Thread last;
    private long since;
    private int looks;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int size() {
        int size = super.size();
        if (size == 0) {
            look(Thread.currentThread());
        }
        return size;
    }

    private void look(Thread thread) {
        long now = System.nanoTime();
        looks = thread == last && now - since < MILLISECOND ? looks + 1 : 1;
        if (looks == PATIENCE) {
            LockSupport.parkNanos(MILLISECOND);
            looks = 0;
            now = System.nanoTime();
        }
        last = thread;
        since = now;
    }
}
