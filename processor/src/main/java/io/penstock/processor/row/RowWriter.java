package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a row: a format number, then fields one after the other without names. Integers that are mostly small are
 * variable-length (seven bits a byte, lowest first, as in Protocol Buffers); what has to sort is big-endian. Long parts are
 * not copied before {@link #toBytes}: until then nobody may write into them.
 */
public final class RowWriter {
    private static final int INITIAL_SIZE = 128;

    /** From here on a part is long: documents are, names and numbers are not. */
    private static final int LONG = 1024;

    private final List<Part> parts = new ArrayList<>(0);
    private byte[] buffer;
    private int size;
    private int longBytes;

    /** A long part, and how much of the buffer stands before it. */
    private record Part(int at, ByteBuffer bytes) {}

    private RowWriter(int expectedSize) {
        this.buffer = new byte[expectedSize];
    }

    /** Starts a row of the given format, from 1 to 127. */
    public static RowWriter format(int number) {
        return format(number, INITIAL_SIZE);
    }

    /** Starts a row of the given format, from 1 to 127, that will have about so many bytes beside its long parts. */
    public static RowWriter format(int number, int expectedSize) {
        return new RowWriter(expectedSize).fixed8(number);
    }

    /** Starts without a format number: for keys. */
    public static RowWriter key() {
        return new RowWriter(INITIAL_SIZE);
    }

    /** One byte. */
    public RowWriter fixed8(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /** Eight bytes, big-endian. */
    public RowWriter fixed64(long value) {
        reserve(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** A number that is mostly small and not negative. */
    public RowWriter varint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** Bytes, with their length before them. */
    public RowWriter bytes(byte[] value) {
        varint(value.length);
        return raw(value);
    }

    /** Text, with its length before it. */
    public RowWriter text(String value) {
        return bytes(value.getBytes(UTF_8));
    }

    /** Text that may be absent. */
    public RowWriter optionalText(Optional<String> value) {
        value.ifPresentOrElse(present -> fixed8(1).text(present), () -> fixed8(0));
        return this;
    }

    /** Bytes as they are, without their length. */
    public RowWriter raw(byte[] value) {
        if (value.length >= LONG) {
            parts.add(new Part(size, ByteBuffer.wrap(value)));
            longBytes += value.length;
            return this;
        }
        reserve(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        if (parts.isEmpty()) {
            return Arrays.copyOf(buffer, size);
        }
        ByteBuffer row = ByteBuffer.allocate(size + longBytes);
        int from = 0;
        for (Part part : parts) {
            row.put(buffer, from, part.at() - from).put(part.bytes().duplicate());
            from = part.at();
        }
        return row.put(buffer, from, size - from).array();
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }
}
