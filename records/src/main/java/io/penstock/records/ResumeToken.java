package io.penstock.records;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a change stands in the database's history, read from a change stream's resume token.
 *
 * <p>The token's {@code _data} is a KeyString in hexadecimal, laid out in MongoDB's source in
 * {@code src/mongo/db/pipeline/resume_token.cpp}: {@code 82} (a timestamp follows), seconds and ordinal of the cluster
 * time, a number with the token's version, a number with its kind, a number with the operation's index within its
 * transaction, {@code 6F} if it is the token of an invalidate event and else {@code 6E}, and more that does not matter to
 * the order of one document's changes. Numbers are KeyString integers: {@code 29} is 0, {@code 2B} to {@code 32} are
 * followed by one to eight bytes that hold the value shifted left by one.
 *
 * @param clusterTime seconds in the upper half, ordinal within the second in the lower; compares unsigned
 * @param operationIndex the operation's index within its transaction, 0 outside of one
 * @param invalidate whether the stream has ended here, for what it watched was dropped
 */
public record ResumeToken(long clusterTime, long operationIndex, boolean invalidate) {
    private static final int TIMESTAMP = 0x82;
    private static final int ZERO = 0x29;
    private static final int POSITIVE_ONE_BYTE = 0x2B;
    private static final int POSITIVE_EIGHT_BYTES = 0x32;
    private static final int FROM_INVALIDATE = 0x6F;
    private static final int VERSION_BEGINS = 18;
    private static final int VERSION_ENDS = 22;
    private static final String FIRST = "2B02";
    private static final String EVENT_OF_SECOND_VERSION = "2B042C0100";

    /** The place of an event that is no invalidate. */
    public ResumeToken(long clusterTime, long operationIndex) {
        this(clusterTime, operationIndex, false);
    }

    /** Reads a token; empty if it has another layout, as servers have that only speak MongoDB's protocol. */
    public static Optional<ResumeToken> parse(String data) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(data);
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
        return new Cursor(bytes).token();
    }

    /** The cluster time as a time of day, to the second. */
    public Instant time() {
        return Instant.ofEpochSecond(clusterTime >>> Integer.SIZE);
    }

    /**
     * The token from which a stream goes on that stands at this one: mostly the same.
     *
     * <p>From an invalidate event no stream can be resumed; the next one begins just behind it. From a fragment of an event
     * over 16 MB a stream can be resumed only if the server comes to the same fragments again, which it does not when the
     * document is another by then: the next one begins with all events of that time, which are told again.
     *
     * @param data any token; one of another layout is given back as it is
     */
    public static String resumable(String data) {
        Optional<ResumeToken> token = parse(data);
        if (token.isPresent() && token.get().invalidate()) {
            return highWaterMark(token.get().clusterTime() + 1, data);
        }
        return token.isPresent() && isFragment(data) ? highWaterMark(token.get().clusterTime(), data) : data;
    }

    /**
     * The token from which a stream goes on that is to tell all that happened at the time of this one, and after it. It is no
     * event's: a server does not look whether the stream tells the event.
     *
     * @param data any token; one of another layout is given back as it is
     */
    public static String fromItsTime(String data) {
        return parse(data)
                .map(token -> highWaterMark(token.clusterTime(), data))
                .orElse(data);
    }

    /** Behind what tells the event, which ends with a zero byte, a fragment has a number that does not. */
    private static boolean isFragment(String data) {
        return data.startsWith(EVENT_OF_SECOND_VERSION, VERSION_BEGINS) && !data.endsWith("0004");
    }

    /** All before this time was seen: takes its version, and with it its layout, from another token. */
    private static String highWaterMark(long time, String data) {
        String version = data.substring(VERSION_BEGINS, VERSION_ENDS);
        // From the second version on a collection that is missing is written down as null.
        return String.format(Locale.ROOT, "82%016X%s29296E%s04", time, version, version.equals(FIRST) ? "" : "14");
    }

    /** Walks over the token's bytes; a negative result means that the layout is another one. */
    private static final class Cursor {
        private final byte[] bytes;
        private int next;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        Optional<ResumeToken> token() {
            if (bytes.length < 9 || (bytes[next++] & 0xFF) != TIMESTAMP) {
                return Optional.empty();
            }
            long time = big(8);
            long version = number();
            // The first version of the layout had the collection where later ones have the token's kind.
            if (version < 1) {
                return Optional.empty();
            }
            long kind = number();
            long index = number();
            if (kind < 0 || index < 0) {
                return Optional.empty();
            }
            boolean invalidate = next < bytes.length && (bytes[next] & 0xFF) == FROM_INVALIDATE;
            return Optional.of(new ResumeToken(time, index, invalidate));
        }

        private long number() {
            if (next >= bytes.length) {
                return -1;
            }
            int type = bytes[next++] & 0xFF;
            if (type == ZERO) {
                return 0;
            }
            int length = type - POSITIVE_ONE_BYTE + 1;
            if (type < POSITIVE_ONE_BYTE || type > POSITIVE_EIGHT_BYTES || next + length > bytes.length) {
                return -1;
            }
            return big(length) >>> 1;
        }

        private long big(int length) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = (value << 8) | (bytes[next++] & 0xFF);
            }
            return value;
        }
    }
}
