package io.penstock.processor.lane;

import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be looked at when: millions of entries, none of which costs anything but disk until its time has come. An
 * entry is a reminder and not a promise: whoever is woken looks at what is true by then. Keys are {@code D due kind
 * sequence lane}. For use by one thread.
 */
public final class Alarms {
    private static final int HEAD = 1 + Long.BYTES + 1 + Long.BYTES;
    private static final byte[] NOTHING = {};

    private final FoldingRows rows;
    /** No alarm is due before: milliseconds since 1970. */
    private long nextDue;
    /** Alarms before this are deleted; a scan from further back would walk over their tombstones. */
    private byte[] scanFrom = RowKind.ALARM.first();

    /** What there is to look at. */
    public enum Kind {
        /** A lane that waits for the next attempt at its head. */
        LANE('l'),
        /** A task that stands aside until its time has come. */
        TASK('t'),
        /** A task that has been open for too long. */
        AGE('a');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private static Kind of(int letter) {
            return Arrays.stream(values())
                    .filter(kind -> kind.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No alarm has the letter " + (char) letter));
        }
    }

    /**
     * An alarm.
     *
     * @param due when: milliseconds since 1970
     * @param sequence of the task; 0 where it is about the lane
     */
    public record Alarm(long due, Kind kind, LaneKey lane, long sequence) {}

    /**
     * @param rows the partition's store
     */
    public Alarms(FoldingRows rows) {
        this.rows = rows;
    }

    /** Sets an alarm. */
    public void set(Alarm alarm) {
        byte[] key = key(alarm);
        rows.put(key, NOTHING);
        nextDue = Math.min(nextDue, alarm.due());
        if (Arrays.compareUnsigned(key, scanFrom) < 0) {
            scanFrom = key;
        }
    }

    /** Takes an alarm back; one that was never set does no harm. */
    public void clear(Alarm alarm) {
        rows.delete(key(alarm));
    }

    /** Nothing is due before: milliseconds since 1970; {@link Long#MAX_VALUE}: nothing at all. */
    public long nextDue() {
        return nextDue;
    }

    /** Takes out the alarms that are due, at most so many; the others stay for the next time. */
    public List<Alarm> due(long now, int most) {
        if (now < nextDue) {
            return List.of();
        }
        List<Alarm> due = new ArrayList<>();
        nextDue = Long.MAX_VALUE;
        rows.scan(scanFrom, RowKind.ALARM.behind(), (key, row) -> {
            Alarm alarm = alarm(key);
            if (alarm.due() > now || due.size() == most) {
                nextDue = alarm.due();
                return false;
            }
            due.add(alarm);
            scanFrom = key;
            return true;
        });
        due.forEach(this::clear);
        return due;
    }

    private static byte[] key(Alarm alarm) {
        return RowWriter.key()
                .fixed8(RowKind.ALARM.letter())
                .fixed64(alarm.due())
                .fixed8(alarm.kind().letter)
                .fixed64(alarm.sequence())
                .raw(alarm.lane().bytes())
                .toBytes();
    }

    private static Alarm alarm(byte[] key) {
        return new Alarm(
                RowReader.fixed64(key, 1),
                Kind.of(key[1 + Long.BYTES]),
                LaneKey.read(Arrays.copyOfRange(key, HEAD, key.length)),
                RowReader.fixed64(key, 2 + Long.BYTES));
    }
}
