package io.penstock.processor.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;

/**
 * Writes a row: a format number, then fields one after the other without names. Integers that are mostly small are
 * variable-length (seven bits a byte, lowest first, as in Protocol Buffers); what has to sort is big-endian.
 */
public final class RowWriter {
    private static final int INITIAL_SIZE = 128;

    private byte[] buffer;
    private int size;

    private RowWriter(int expectedSize) {
        this.buffer = new byte[expectedSize];
    }

    /** Starts a row of the given format, from 1 to 127. */
    public static RowWriter format(int number) {
        return format(number, INITIAL_SIZE);
    }

    /** Starts a row of the given format, from 1 to 127, that will have about so many bytes. */
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
        reserve(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }
}
