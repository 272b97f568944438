package io.penstock.processor.lane;

import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;

/**
 * How a lane stands. It has a row as long as it has open tasks, is held, or has failures to remember.
 *
 * @param head no task that stands in the lane has a lower sequence
 * @param place its place among the lanes of its job that are ready; 0: it has none
 * @param due when it may go on, in milliseconds since 1970; 0: now
 * @param failures how many dead letters in a row it has made
 * @param aside how many of its tasks stand aside while others pass
 * @param quarantined whether it was set aside because of its failures
 * @param paused whether an operator has paused it
 */
public record LaneRow(long head, long place, long due, int failures, int aside, boolean quarantined, boolean paused) {
    private static final int FORMAT = 1;
    private static final int QUARANTINED = 1;
    private static final int PAUSED = 2;

    /** A lane of which nothing is known. */
    public static LaneRow empty(long head) {
        return new LaneRow(head, 0, 0, 0, 0, false, false);
    }

    /** Whether nothing in it may run, whatever the time. */
    public boolean held() {
        return quarantined || paused;
    }

    /** Whether there is nothing to remember, if nothing stands in the lane. */
    public boolean isBlank() {
        return place == 0 && due == 0 && failures == 0 && aside == 0 && !held();
    }

    /** With this head. */
    public LaneRow withHead(long sequence) {
        return new LaneRow(sequence, place, due, failures, aside, quarantined, paused);
    }

    /** With this place among those that are ready. */
    public LaneRow withPlace(long sequence) {
        return new LaneRow(head, sequence, due, failures, aside, quarantined, paused);
    }

    /** With this time to go on. */
    public LaneRow withDue(long time) {
        return new LaneRow(head, place, time, failures, aside, quarantined, paused);
    }

    /** With so many dead letters in a row. */
    public LaneRow withFailures(int inARow) {
        return new LaneRow(head, place, due, inARow, aside, quarantined, paused);
    }

    /** With so many tasks more, or fewer, that stand aside. */
    public LaneRow plusAside(int delta) {
        return new LaneRow(head, place, due, failures, Math.max(0, aside + delta), quarantined, paused);
    }

    /** Set aside, or not. */
    public LaneRow withQuarantined(boolean is) {
        return new LaneRow(head, place, due, failures, aside, is, paused);
    }

    /** Paused, or not. */
    public LaneRow withPaused(boolean is) {
        return new LaneRow(head, place, due, failures, aside, quarantined, is);
    }

    byte[] encode() {
        return RowWriter.format(FORMAT)
                .fixed8((quarantined ? QUARANTINED : 0) | (paused ? PAUSED : 0))
                .varint(head)
                .varint(place)
                .varint(due)
                .varint(failures)
                .varint(aside)
                .toBytes();
    }

    static LaneRow decode(byte[] row) {
        RowReader reader = RowReader.open(row, FORMAT);
        int flags = reader.fixed8();
        return new LaneRow(
                reader.varint(),
                reader.varint(),
                reader.varint(),
                (int) reader.varint(),
                (int) reader.varint(),
                (flags & QUARANTINED) != 0,
                (flags & PAUSED) != 0);
    }
}
