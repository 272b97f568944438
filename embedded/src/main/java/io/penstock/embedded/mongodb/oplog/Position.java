package io.penstock.embedded.mongodb.oplog;

import java.util.Comparator;

/**
 * A place in history.
 *
 * @param time cluster time: seconds in the upper 32 bits, the ordinal within the second in the lower
 * @param operation which operation of the transaction at that time; -1 is before all of them
 */
public record Position(long time, int operation) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::time).thenComparingInt(Position::operation);

    /** The place just before everything that happened at this time. */
    public static Position before(long time) {
        return new Position(time, -1);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
