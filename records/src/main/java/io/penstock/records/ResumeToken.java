package io.penstock.records;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a change stands in the database's history, read from a change stream's resume token.
 *
 * <p>The token's {@code _data} is a KeyString in hexadecimal, laid out in MongoDB's source in
 * {@code src/mongo/db/pipeline/resume_token.cpp}: {@code 82} (a timestamp follows), seconds and ordinal of the cluster
 * time, a number with the token's version, a number with its kind, a number with the operation's index within its
 * transaction, and more that does not matter to the order of one document's changes. Numbers are KeyString integers:
 * {@code 29} is 0, {@code 2B} to {@code 32} are followed by one to eight bytes that hold the value shifted left by one.
 *
 * @param clusterTime seconds in the upper half, ordinal within the second in the lower; compares unsigned
 * @param operationIndex the operation's index within its transaction, 0 outside of one
 */
public record ResumeToken(long clusterTime, long operationIndex) {
    private static final int TIMESTAMP = 0x82;
    private static final int ZERO = 0x29;
    private static final int POSITIVE_ONE_BYTE = 0x2B;
    private static final int POSITIVE_EIGHT_BYTES = 0x32;

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
            return kind < 0 || index < 0 ? Optional.empty() : Optional.of(new ResumeToken(time, index));
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
