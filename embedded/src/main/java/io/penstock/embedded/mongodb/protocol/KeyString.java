package io.penstock.embedded.mongodb.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * BSON values as bytes whose unsigned order is MongoDB's order of the values: what resume tokens are made of, and what
 * an index is sorted by. Values that compare equal (1 and 1.0) have equal bytes. Written by {@link KeyStringWriter}.
 */
public final class KeyString implements Comparable<KeyString> {
    private final byte[] bytes;

    KeyString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key of one value, without an end mark. */
    public static KeyString of(@Nullable Object value) {
        return new KeyStringWriter().value(value).toKeyString();
    }

    /** In upper-case hexadecimal digits, as in a resume token. */
    public String toHex() {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** The first byte, which tells values of one type (all numbers are one) from those of another. */
    public int typeClass() {
        int first = bytes[0] & 0xFF;
        return first >= 30 && first <= 51 ? 30 : first == 111 ? 110 : first;
    }

    @Override
    public int compareTo(KeyString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
