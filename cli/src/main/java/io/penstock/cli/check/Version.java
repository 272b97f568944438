package io.penstock.cli.check;

import io.penstock.records.PositionHeader;
import io.penstock.records.ResumeToken;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a change stands in the database's history, read from the {@code version} of an output record: cluster time, 0 for
 * a snapshot's read or 1, index within the transaction, phase, and what else tells two changes apart, as in {@code
 * 6b04a3dd00000001.1.00000000.2}. Ordered as the changes of one document are.
 *
 * @param time cluster time: seconds in the upper half, ordinal in the lower; unsigned
 * @param place what orders and tells apart versions of one time; unsigned
 */
public record Version(long time, long place) implements Comparable<Version> {
    private static final long EVENT = 1L << 63;
    private static final int INDEX_SHIFT = 32;
    private static final int TIE_SHIFT = Endings.FLAG_BITS;
    private static final long TIE_MASK = (1L << (INDEX_SHIFT - TIE_SHIFT)) - 1;

    /** Reads a version as users see it; empty if it has another form. */
    public static Optional<Version> parse(String text) {
        String[] parts = text.split("\\.", 5);
        if (parts.length < 4 || parts[0].length() != 16 || parts[2].length() != 8) {
            return Optional.empty();
        }
        try {
            long time = HexFormat.fromHexDigitsToLong(parts[0]);
            long index = HexFormat.fromHexDigitsToLong(parts[2]);
            String tie = parts.length == 5 ? parts[4] : "";
            return Optional.of(of(time, parts[1].equals("0"), index, tie));
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    /** Reads it from the position header of a record that never became a task; empty if it has another form. */
    static Optional<Version> ofPosition(byte[] header, boolean read) {
        return PositionHeader.decode(header)
                .flatMap(ResumeToken::parse)
                .map(token -> of(token.clusterTime(), read, token.operationIndex(), ""));
    }

    /** Whether it is a snapshot's read, and no change. */
    static boolean isRead(long place) {
        return (place & EVENT) == 0;
    }

    private static Version of(long time, boolean read, long index, String tie) {
        return new Version(
                time, (read ? 0 : EVENT) | index << INDEX_SHIFT | ((long) tie.hashCode() & TIE_MASK) << TIE_SHIFT);
    }

    /** As it stands in output records, but for the phase and what follows. */
    static String text(long time, long place) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(time)
                + (isRead(place) ? ".0." : ".1.")
                + hex.toHexDigits((place & ~EVENT) >>> INDEX_SHIFT, 8);
    }

    @Override
    public int compareTo(Version other) {
        int byTime = Long.compareUnsigned(time, other.time);
        return byTime != 0 ? byTime : Long.compareUnsigned(place, other.place);
    }
}
