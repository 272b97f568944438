package io.penstock.processor.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Lets rows leave a store when their time is over, without looking at the others: beside the rows stands an index of
 * entries that sort by time. Time is the stream's.
 *
 * <p>An entry is a reminder and not a promise: when it is due, the row is asked for its true deadline, and the entry
 * moves there. So a row needs one entry however often it is touched.
 */
public final class Expiry {
    private static final char KIND = 'X';
    private static final int HEAD = 1 + Long.BYTES;
    private static final byte[] NOTHING = {};
    /** Work for one step: bounded, since it is done between two records. */
    private static final int AT_ONCE = 64;

    private final RowStore store;
    private final Deadlines deadlines;
    private final Consumer<byte[]> gone;
    /** No entry is due before. */
    private long nextDue = Long.MIN_VALUE;
    /** Entries up to here are gone; a scan that began before would walk over what is left of them. */
    private byte[] scanFrom = {KIND};

    /** Knows how long rows are kept. */
    @FunctionalInterface
    public interface Deadlines {
        /**
         * When the row is to go: milliseconds of the stream's time; empty if it is to stay, or gone already.
         *
         * @param key the row's key
         */
        OptionalLong deadline(byte[] key);
    }

    /**
     * @param store the store with the rows, which has the index too
     * @param deadlines knows how long they are kept
     */
    public Expiry(RowStore store, Deadlines deadlines) {
        this(store, deadlines, key -> {});
    }

    /**
     * @param store the store with the rows, which has the index too
     * @param deadlines knows how long they are kept
     * @param gone told the key of each row that has left: what belongs to it can go, too
     */
    public Expiry(RowStore store, Deadlines deadlines, Consumer<byte[]> gone) {
        this.store = store;
        this.deadlines = deadlines;
        this.gone = gone;
    }

    /** Sees to it that the row is looked at when {@code due} is reached. */
    public void remind(long due, byte[] key) {
        byte[] entry = entry(due, key);
        store.put(entry, NOTHING);
        nextDue = Math.min(nextDue, due);
        if (Arrays.compareUnsigned(entry, scanFrom) < 0) {
            scanFrom = entry;
        }
    }

    /** Nobody is to be reminded of the row at this time any more; of another time it does nothing. */
    public void forget(long due, byte[] key) {
        store.delete(entry(due, key));
    }

    /** The stream's time has come to {@code now}: removes what is due, a bounded number of rows at a time. */
    public void advance(long now) {
        if (now < nextDue) {
            return;
        }
        List<byte[]> due = new ArrayList<>();
        nextDue = Long.MAX_VALUE;
        store.scan(scanFrom, new byte[] {KIND + 1}, (entry, row) -> {
            long time = time(entry);
            if (time > now || due.size() == AT_ONCE) {
                nextDue = time;
                return false;
            }
            due.add(entry);
            return true;
        });
        due.forEach(entry -> settle(entry, now));
    }

    private void settle(byte[] entry, long now) {
        byte[] key = Arrays.copyOfRange(entry, HEAD, entry.length);
        store.delete(entry);
        scanFrom = entry;
        OptionalLong deadline = deadlines.deadline(key);
        if (deadline.isEmpty()) {
            return;
        }
        if (deadline.getAsLong() <= now) {
            store.delete(key);
            gone.accept(key);
        } else {
            remind(deadline.getAsLong(), key);
        }
    }

    private static byte[] entry(long due, byte[] key) {
        return RowWriter.key().fixed8(KIND).fixed64(due).raw(key).toBytes();
    }

    private static long time(byte[] entry) {
        return RowReader.fixed64(entry, 1);
    }
}
