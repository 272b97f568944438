package io.penstock.processor.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Bytes that are passed on without being parsed, mostly JSON or MongoDB's Extended JSON in UTF-8. Immutable by
 * convention: nobody writes into {@link #bytes()}.
 */
public final class Raw {
    private final byte[] bytes;

    private Raw(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the bytes without a copy; the caller gives them away. */
    public static Raw of(byte[] bytes) {
        return new Raw(bytes);
    }

    /** The bytes of a text. */
    public static Raw of(String text) {
        return new Raw(text.getBytes(UTF_8));
    }

    /** The bytes themselves, not a copy: to be read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Length in bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Raw raw && Arrays.equals(bytes, raw.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
