package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowKey;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;

/**
 * The lanes of one job that may run, by their places: those that come next in memory, the others in the store, under
 * {@code R job place}. Lanes come first, are served first; where a job keeps no order among its tasks, their shard keys take
 * turns. A lane keeps its row while it runs, so that a crash finds it there. For use by one thread.
 */
public final class ReadyLanes {
    /** The group of a lane that stands for nobody but itself. */
    public static final long ALONE = 0;

    private static final int FORMAT = 2;
    /** Lanes that are read at once: as many as a partition starts in one look, and a few kilobytes. */
    private static final int AT_ONCE = 256;
    /** Lanes that are looked at to find the one whose key runs the least. */
    private static final int CHOICE = 32;

    private final FoldingRows rows;
    private final byte[] job;
    private final NavigableMap<Long, Ready> next = new TreeMap<>();
    private Optional<KeyTurns> turns = Optional.empty();
    /** No lane with a place below was left in the store. */
    private long readTo;

    private boolean allRead;

    /**
     * A lane that may run.
     *
     * @param place where it stands among them
     * @param group the same for all lanes of one shard key; {@link #ALONE} if a lane is all that there is of its
     */
    public record Ready(LaneKey lane, long place, long group) {}

    /**
     * @param rows the partition's store
     * @param job the job's name
     */
    public ReadyLanes(FoldingRows rows, String job) {
        this.rows = rows;
        this.job = RowKey.parts(job);
    }

    /** What stands for a shard key. */
    public static long group(String shardKey) {
        return (1L << Integer.SIZE) | (shardKey.hashCode() & 0xFFFF_FFFFL);
    }

    /**
     * Puts a lane where it comes in its turn.
     *
     * @param sequence greater than any before
     * @return its place
     */
    public long add(LaneKey lane, long group, long sequence) {
        long place = group == ALONE ? sequence : placeInTurn(group, sequence);
        RowWriter row = RowWriter.format(group == ALONE ? 1 : FORMAT);
        rows.add(
                key(place),
                (group == ALONE ? row : row.fixed64(group)).bytes(lane.bytes()).toBytes());
        if (place < readTo || (allRead && next.size() < AT_ONCE)) {
            next.put(place, new Ready(lane, place, group));
            readTo = Math.max(readTo, place + 1);
            if (next.size() > AT_ONCE) {
                readTo = next.pollLastEntry().getKey();
                allRead = false;
            }
        } else {
            allRead = false;
        }
        return place;
    }

    private long placeInTurn(long group, long sequence) {
        KeyTurns known = turns.orElseGet(() -> {
            KeyTurns begun = new KeyTurns();
            // What is there already came before.
            rows.scan(key(0), key(-1), (key, row) -> {
                begun.reached(RowReader.lastFixed64(key));
                return false;
            });
            turns = Optional.of(begun);
            return begun;
        });
        long place = known.place(group, sequence);
        while (rows.get(key(place)).isPresent()) {
            place++;
        }
        return place;
    }

    /** The lane with this place is ready no more, or has found another place. */
    public void remove(long place) {
        rows.delete(key(place));
    }

    /**
     * Takes out the first, or of some that stand next the one whose group runs the least; its row stays. It may have been
     * removed since it was put here.
     *
     * @param running how many lanes of a group run
     */
    public Optional<Ready> poll(LongToIntFunction running) {
        if (next.isEmpty() && !allRead) {
            read();
        }
        Optional<Ready> first = choice(running);
        first.ifPresent(ready -> {
            next.remove(ready.place());
            turns.ifPresent(known -> known.reached(ready.place()));
        });
        return first;
    }

    private Optional<Ready> choice(LongToIntFunction running) {
        Optional<Ready> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        int looked = 0;
        for (Ready ready : next.values()) {
            int beside = ready.group() == ALONE ? 0 : running.applyAsInt(ready.group());
            if (beside < least) {
                least = beside;
                best = Optional.of(ready);
            }
            looked++;
            if (least == 0 || looked == CHOICE) {
                break;
            }
        }
        return best;
    }

    /** Whether there is one, as long as none was removed; looks into the store if need be. */
    public boolean hasMore() {
        if (next.isEmpty() && !allRead) {
            read();
        }
        return !next.isEmpty();
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
            RowReader reader = RowReader.open(row, FORMAT);
            long group = reader.format() == 1 ? ALONE : reader.fixed64();
            next.put(place, new Ready(LaneKey.read(reader.bytes()), place, group));
            readTo = place + 1;
            return true;
        });
    }

    private byte[] key(long place) {
        return RowWriter.key()
                .fixed8(RowKind.READY.letter())
                .raw(job)
                .fixed64(place)
                .toBytes();
    }
}
