package io.penstock.embedded.mongodb.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A BSON value of a type that the query library has no class for (undefined, DBPointer, symbol, code with scope, binary
 * of unusual subtypes). It is stored and given back byte for byte.
 */
public final class OpaqueValue {
    private final byte type;
    private final byte[] payload;

    OpaqueValue(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
    }

    /** How many bytes it takes in BSON, without type and name. */
    public int size() {
        return payload.length;
    }

    /** The BSON type number of the element. */
    byte type() {
        return type;
    }

    /** The element's value as in BSON, without type and name. Not to be changed. */
    byte[] payload() {
        return payload;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpaqueValue that && type == that.type && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "bson type " + type + " 0x" + HexFormat.of().formatHex(payload);
    }
}
