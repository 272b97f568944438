package io.penstock.processor.metrics;

import java.time.Duration;
import java.util.Arrays;

/** Counts good and bad events in slots of time, the newest of which are kept. Threads may share one. */
final class EventWindow {
    private final long slotMillis;
    private final long[] good;
    private final long[] bad;
    private long newest = Long.MIN_VALUE;

    /**
     * @param slot how much time one slot covers
     * @param slots how many are kept
     */
    EventWindow(Duration slot, int slots) {
        this.slotMillis = slot.toMillis();
        this.good = new long[slots];
        this.bad = new long[slots];
    }

    synchronized void count(boolean isGood, long now) {
        int index = (int) Math.floorMod(advance(now), (long) good.length);
        if (isGood) {
            good[index]++;
        } else {
            bad[index]++;
        }
    }

    /** Events in the last slots that cover this time, the unfinished one included. */
    synchronized long total(Duration length, long now) {
        return sum(good, length, now) + sum(bad, length, now);
    }

    /** The part of the events that was bad; 0 where there was none. */
    synchronized double badRatio(Duration length, long now) {
        long misses = sum(bad, length, now);
        long all = misses + sum(good, length, now);
        return all == 0 ? 0 : (double) misses / all;
    }

    private long sum(long[] counts, Duration length, long now) {
        long last = advance(now);
        long slots = Math.min(counts.length, Math.max(1, length.toMillis() / slotMillis + 1));
        long sum = 0;
        for (long slot = last - slots + 1; slot <= last; slot++) {
            sum += counts[(int) Math.floorMod(slot, (long) counts.length)];
        }
        return sum;
    }

    private long advance(long now) {
        long slot = Math.floorDiv(now, slotMillis);
        if (newest == Long.MIN_VALUE || slot - newest >= good.length) {
            Arrays.fill(good, 0);
            Arrays.fill(bad, 0);
            newest = slot;
        }
        for (; newest < slot; newest++) {
            int next = (int) Math.floorMod(newest + 1, (long) good.length);
            good[next] = 0;
            bad[next] = 0;
        }
        // A clock that was set back goes on counting where it was.
        return newest;
    }
}
