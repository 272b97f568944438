package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The lanes of one job that may run, first come first served: those that come next in memory, the others in the store,
 * under {@code R job place}. A lane keeps its row while it runs, so that a crash finds it there. For use by one thread.
 */
public final class ReadyLanes {
    /** Lanes that are read at once: as many as a partition starts in one look, and a few kilobytes. */
    private static final int AT_ONCE = 256;

    private final FoldingRows rows;
    private final byte[] job;
    private final Deque<Ready> next = new ArrayDeque<>();
    /** No lane with a place below was left in the store. */
    private long readTo;

    private boolean allRead;

    /**
     * A lane that may run.
     *
     * @param place where it stands among them
     */
    public record Ready(LaneKey lane, long place) {}

    /**
     * @param rows the partition's store
     * @param job the job's name
     */
    public ReadyLanes(FoldingRows rows, String job) {
        this.rows = rows;
        this.job = RowKey.parts(job);
    }

    /** Puts a lane at the end; {@code place} is greater than any before. */
    public void add(LaneKey lane, long place) {
        rows.add(key(place), RowWriter.format(1).bytes(lane.bytes()).toBytes());
        if (allRead && next.size() < AT_ONCE) {
            next.add(new Ready(lane, place));
            readTo = place + 1;
        } else {
            allRead = false;
        }
    }

    /** The lane with this place is ready no more, or has found another place. */
    public void remove(long place) {
        rows.delete(key(place));
    }

    /** Takes the first out; its row stays. It may have been removed since it was put here. */
    public Optional<Ready> poll() {
        if (next.isEmpty() && !allRead) {
            read();
        }
        return Optional.ofNullable(next.poll());
    }

    /** Whether there may be one. */
    public boolean mayHaveMore() {
        return !next.isEmpty() || !allRead;
    }

    private void read() {
        allRead = true;
        rows.scan(key(readTo), key(-1), (key, row) -> {
            if (next.size() == AT_ONCE) {
                allRead = false;
                return false;
            }
            long place = RowReader.lastFixed64(key);
            next.add(new Ready(LaneKey.read(RowReader.open(row, 1).bytes()), place));
            readTo = place + 1;
            return true;
        });
    }

    private byte[] key(long place) {
        return RowWriter.key().fixed8('R').raw(job).fixed64(place).toBytes();
    }
}
