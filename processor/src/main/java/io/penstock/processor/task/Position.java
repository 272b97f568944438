package io.penstock.processor.task;

import io.penstock.records.ResumeToken;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a change stands in the database's history; totally ordered for one document.
 *
 * <p>Three kinds of sources give it, see {@link #ofToken}, {@link #ofForeignToken} and {@link #ofClock}. Reads of a
 * snapshot share the token of the snapshot's start and are older than every change of that time. A document that moves
 * between shards is deleted and inserted at one time: the delete is the older of the two, if they have one index, as where
 * nothing else changes in their transaction. Each shard counts indexes by itself, and within one shard a delete with a
 * higher index may as well be that of what was inserted before: nothing here tells the two cases apart.
 *
 * @param time cluster time: seconds in the upper half, ordinal in the lower; unsigned
 * @param phase what stands at one time, in order: {@link #READ}, {@link #DELETE}, {@link #WRITE}
 * @param index the operation's index within its transaction
 * @param tie what is left to tell two changes apart: a token of another layout, or a hash that has no order
 */
public record Position(long time, int phase, long index, String tie) {
    /** Phase of a snapshot's read. */
    public static final int READ = 0;
    /** Phase of a delete. */
    public static final int DELETE = 1;
    /** Phase of an insert, update or replacement. */
    public static final int WRITE = 2;

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{16})\\.[01]\\.([0-9a-f]{8})\\.([012])(?:\\.(.+))?", Pattern.DOTALL);
    private static final char HASH = '#';
    private static final int INDEX_DIGITS = 8;

    /** How one position stands to another one of the same document. */
    public enum Relation {
        /** It comes before. */
        OLDER,
        /** It is the same change, told again. */
        SAME,
        /** It comes after. */
        NEWER
    }

    /** Exact position from a token of MongoDB's own layout. */
    public static Position ofToken(ResumeToken token, int phase) {
        return new Position(token.clusterTime(), phase, token.operationIndex(), "");
    }

    /**
     * Position from a token of another layout, as servers have that only speak MongoDB's protocol: the time decides as
     * far as it goes, then the token's text.
     */
    public static Position ofForeignToken(long time, int phase, String token) {
        return new Position(time, phase, 0, token);
    }

    /**
     * Position without a token, as good as it can be had: two changes of one document at one time are told apart by a
     * hash of what they changed, and the one that arrives later counts as the newer.
     */
    public static Position ofClock(long time, int phase, String hash) {
        return new Position(time, phase, 0, HASH + hash);
    }

    /** The last one before that of an insert: where the delete stands of a document that moves between shards. */
    public Position beforeInsert() {
        return new Position(time, DELETE, index, tie);
    }

    /** Whether only a hash tells the change apart from others of its time, so that these have no order. */
    public boolean unordered() {
        return !tie.isEmpty() && tie.charAt(0) == HASH;
    }

    /** How this position stands to another one of the same document. */
    public Relation to(Position other) {
        int order = Long.compareUnsigned(time, other.time);
        if (order == 0) {
            order = Boolean.compare(other.phase == READ, phase == READ);
        }
        if (order == 0) {
            order = Long.compare(index, other.index);
        }
        if (order == 0) {
            order = Integer.compare(phase, other.phase);
        }
        if (order == 0 && !tie.equals(other.tie)) {
            order = unordered() || other.unordered() ? 1 : tie.compareTo(other.tie);
        }
        return order < 0 ? Relation.OLDER : order > 0 ? Relation.NEWER : Relation.SAME;
    }

    /** The position that {@link #text} wrote; empty if it wrote none such. */
    public static Optional<Position> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int phase = Integer.parseInt(parts.group(3));
        Position position = new Position(
                Long.parseUnsignedLong(parts.group(1), 16),
                phase,
                Long.parseLong(parts.group(2), 16),
                Optional.ofNullable(parts.group(4)).orElse(""));
        return Optional.of(position).filter(read -> read.text().equals(text));
    }

    /** As text that sorts as history went, for one document: the version that users see. */
    public String text() {
        HexFormat hex = HexFormat.of();
        String text = hex.toHexDigits(time)
                + (phase == READ ? ".0." : ".1.")
                + hex.toHexDigits(index, INDEX_DIGITS)
                + "."
                + phase;
        return tie.isEmpty() ? text : text + "." + tie;
    }
}
