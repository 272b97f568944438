package io.penstock.benchmarks.model;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bson.RawBsonDocument;

/**
 * A message of MongoDB's wire protocol, as far as a proxy has to understand it: length, request number, number of the
 * request that it answers, operation code; in an {@code OP_MSG} flags and sections follow. All numbers are little-endian.
 */
final class WireMessage {
    private static final int HEADER = 16;
    private static final int LENGTH_AT = 0;
    private static final int OPERATION_AT = 12;
    private static final int FLAGS_AT = 16;
    private static final int SECTIONS_AT = 20;
    private static final int OP_MSG = 2013;
    private static final int MORE_TO_COME = 2;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int CHECKSUM_BYTES = 4;
    /** More than the largest that a server takes. */
    private static final int LARGEST = 64 << 20;

    private final byte[] whole;
    private final ByteBuffer bytes;

    private WireMessage(byte[] whole) {
        this.whole = whole;
        this.bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The next message; empty at the end of the stream. */
    static Optional<WireMessage> read(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        header[0] = (byte) first;
        in.readFully(header, 1, HEADER - 1);
        int length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT);
        if (length < HEADER || length > LARGEST) {
            throw new EOFException("This is not MongoDB's wire protocol: a message of " + length + " bytes");
        }
        byte[] whole = new byte[length];
        System.arraycopy(header, 0, whole, 0, HEADER);
        in.readFully(whole, HEADER, length - HEADER);
        return Optional.of(new WireMessage(whole));
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(whole);
        out.flush();
    }

    /** Whether it is an {@code OP_MSG}; the others are old greetings. */
    boolean isMessage() {
        return bytes.getInt(OPERATION_AT) == OP_MSG;
    }

    /** Whether another message follows without being asked for; of a request: whether nothing answers it. */
    boolean moreToCome() {
        return isMessage() && (bytes.getInt(FLAGS_AT) & MORE_TO_COME) != 0;
    }

    /** The first section of kind 0: the command or its reply. */
    Optional<RawBsonDocument> body() {
        for (int at = SECTIONS_AT; at < end(); at += sectionLength(at)) {
            if (bytes.get(at) == 0) {
                return Optional.of(new RawBsonDocument(whole, at + 1, bytes.getInt(at + 1)));
            }
        }
        return Optional.empty();
    }

    /** How many documents stand in sections of kind 1: the statements of a write. */
    int statements() {
        int statements = 0;
        for (int at = SECTIONS_AT; at < end(); at += sectionLength(at)) {
            if (bytes.get(at) == 1) {
                int document = afterName(at + 1 + Integer.BYTES);
                for (int sectionEnd = at + sectionLength(at);
                        document < sectionEnd;
                        document += bytes.getInt(document)) {
                    statements++;
                }
            }
        }
        return statements;
    }

    private int end() {
        boolean checked = (bytes.getInt(FLAGS_AT) & CHECKSUM_PRESENT) != 0;
        return isMessage() ? whole.length - (checked ? CHECKSUM_BYTES : 0) : 0;
    }

    private int sectionLength(int at) {
        return 1 + bytes.getInt(at + 1);
    }

    private int afterName(int at) {
        int next = at;
        while (bytes.get(next) != 0) {
            next++;
        }
        return next + 1;
    }
}
