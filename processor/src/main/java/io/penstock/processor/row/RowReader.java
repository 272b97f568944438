package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/** Reads what {@link RowWriter} wrote, in the same order. */
public final class RowReader {
    private final byte[] bytes;
    private int next;
    private int format;

    private RowReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Opens a row.
     *
     * @param newest the newest format that the caller knows
     * @throws UnknownFormatException if the row was written by a later version of Penstock
     */
    public static RowReader open(byte[] row, int newest) {
        RowReader reader = new RowReader(row);
        reader.format = reader.fixed8();
        if (reader.format < 1 || reader.format > newest) {
            throw new UnknownFormatException(reader.format, newest);
        }
        return reader;
    }

    /** The format in which the row was written. */
    public int format() {
        return format;
    }

    /** Eight bytes of a key, big-endian, from a place on. */
    public static long fixed64(byte[] key, int from) {
        RowReader reader = new RowReader(key);
        reader.next = from;
        return reader.fixed64();
    }

    /** The last eight bytes of a key, big-endian. */
    public static long lastFixed64(byte[] key) {
        return fixed64(key, key.length - Long.BYTES);
    }

    /** A text of a key with its length before it, from a place on. */
    public static String textAfter(byte[] key, int from) {
        RowReader reader = new RowReader(key);
        reader.next = from;
        return reader.text();
    }

    /** One byte, unsigned. */
    public int fixed8() {
        return bytes[next++] & 0xFF;
    }

    /** Eight bytes, big-endian. */
    public long fixed64() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (bytes[next++] & 0xFF);
        }
        return value;
    }

    /** A number of variable length. */
    public long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes[next++];
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    /** Bytes with their length before them. */
    public byte[] bytes() {
        int length = (int) varint();
        byte[] value = Arrays.copyOfRange(bytes, next, next + length);
        next += length;
        return value;
    }

    /** Text with its length before it. */
    public String text() {
        int length = (int) varint();
        String value = new String(bytes, next, length, UTF_8);
        next += length;
        return value;
    }

    /** Text that may be absent. */
    public Optional<String> optionalText() {
        return fixed8() == 0 ? Optional.empty() : Optional.of(text());
    }
}
