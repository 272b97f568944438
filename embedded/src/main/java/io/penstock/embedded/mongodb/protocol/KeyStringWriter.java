package io.penstock.embedded.mongodb.protocol;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the KeyString of BSON values, version 1, as MongoDB defines it (src/mongo/db/storage/key_string). A byte for
 * the type comes first, numbers of all types in one form; what the bytes cannot say about a number's type goes into
 * type bits beside them.
 */
public final class KeyStringWriter {
    private static final int MIN_KEY = 10;
    private static final int UNDEFINED = 15;
    private static final int NULLISH = 20;
    static final int NUMERIC = 30;
    private static final int STRING_LIKE = 60;
    private static final int OBJECT = 70;
    private static final int ARRAY = 80;
    private static final int BIN_DATA = 90;
    private static final int OBJECT_ID = 100;
    private static final int BOOL = 110;
    private static final int DATE = 120;
    private static final int TIMESTAMP = 130;
    private static final int REGEX = 140;
    private static final int DB_POINTER = 150;
    private static final int CODE = 160;
    private static final int CODE_WITH_SCOPE = 170;
    private static final int MAX_KEY = 240;
    private static final int END = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    private final BitSet typeBits = new BitSet();
    private int typeBitCount;

    /** Appends a value. */
    public KeyStringWriter value(@Nullable Object value) {
        if (value == null) {
            out.write(NULLISH);
        } else if (value instanceof String text) {
            typeBit(false);
            out.write(STRING_LIKE);
            stringLike(text);
        } else if (value instanceof Number number) {
            new NumberKey(this).write(number);
        } else if (value instanceof ObjectId id) {
            out.write(OBJECT_ID);
            out.writeBytes(id.toByteArray());
        } else if (value instanceof Map<?, ?> document) {
            out.write(OBJECT);
            fields(document);
        } else if (value instanceof Collection<?> values) {
            out.write(ARRAY);
            values.forEach(this::value);
            out.write(0);
        } else if (value instanceof Boolean truth) {
            out.write(truth ? BOOL + 1 : BOOL);
        } else if (value instanceof Instant instant) {
            out.write(DATE);
            int64(instant.toEpochMilli() ^ Long.MIN_VALUE);
        } else if (value instanceof BsonTimestamp timestamp) {
            out.write(TIMESTAMP);
            int64(timestamp.getValue());
        } else {
            rareValue(value);
        }
        return this;
    }

    /** Appends the mark that ends a key. */
    public KeyStringWriter end() {
        out.write(END);
        return this;
    }

    /** What was written. */
    public KeyString toKeyString() {
        return new KeyString(out.toByteArray());
    }

    /** The type bits as in {@code _typeBits}; empty where all of them are zero. */
    public Optional<byte[]> typeBits() {
        if (typeBits.isEmpty()) {
            return Optional.empty();
        }
        int size = (typeBitCount + 7) / 8;
        ByteBuffer bits = ByteBuffer.allocate(size).put(typeBits.toByteArray());
        if (size == 1 && bits.get(0) > 0) {
            return Optional.of(bits.array());
        }
        if (size < 128) {
            return Optional.of(ByteBuffer.allocate(size + 1)
                    .put((byte) (0x80 | size))
                    .put(bits.array())
                    .array());
        }
        return Optional.of(ByteBuffer.allocate(size + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x80)
                .putInt(size)
                .put(bits.array())
                .array());
    }

    void byteOf(int value) {
        out.write(value);
    }

    void int64(long value) {
        out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }

    void typeBit(boolean bit) {
        typeBits.set(typeBitCount++, bit);
    }

    private void rareValue(Object value) {
        if (value instanceof UUID uuid) {
            binary(
                    4,
                    ByteBuffer.allocate(16)
                            .putLong(uuid.getMostSignificantBits())
                            .putLong(uuid.getLeastSignificantBits())
                            .array());
        } else if (value instanceof LegacyUUID legacy) {
            binary(
                    3,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(legacy.getUuid().getMostSignificantBits())
                            .putLong(legacy.getUuid().getLeastSignificantBits())
                            .array());
        } else if (value instanceof BinData data) {
            binary(0, data.getData());
        } else if (value instanceof BsonRegularExpression regex) {
            out.write(REGEX);
            cstring(regex.getPattern());
            cstring(regex.getOptions() == null ? "" : regex.getOptions());
        } else if (value instanceof BsonJavaScript script) {
            out.write(CODE);
            stringLike(script.getCode());
        } else if (value instanceof MinKey) {
            out.write(MIN_KEY);
        } else if (value instanceof MaxKey) {
            out.write(MAX_KEY);
        } else if (value instanceof OpaqueValue opaque) {
            opaqueValue(opaque);
        } else {
            throw new IllegalArgumentException("no key for a value of " + value.getClass());
        }
    }

    private void opaqueValue(OpaqueValue opaque) {
        ByteBuffer payload = ByteBuffer.wrap(opaque.payload()).order(ByteOrder.LITTLE_ENDIAN);
        switch (opaque.type()) {
            case 0x05 -> {
                byte[] data = new byte[payload.getInt()];
                int subtype = payload.get() & 0xFF;
                payload.get(data);
                binary(subtype, data);
            }
            case 0x06 -> out.write(UNDEFINED);
            case 0x0C -> {
                int size = payload.getInt() - 1;
                out.write(DB_POINTER);
                out.writeBytes(ByteBuffer.allocate(4).putInt(size).array());
                out.write(opaque.payload(), 4, size);
                out.write(opaque.payload(), 5 + size, 12);
            }
            case 0x0E -> {
                typeBit(true);
                out.write(STRING_LIKE);
                stringLike(new String(opaque.payload(), 4, payload.getInt() - 1, StandardCharsets.UTF_8));
            }
            default -> {
                int size = payload.getInt(4);
                out.write(CODE_WITH_SCOPE);
                stringLike(new String(opaque.payload(), 8, size - 1, StandardCharsets.UTF_8));
                fields(new BsonReader(payload.position(8 + size)).document());
            }
        }
    }

    private void fields(Map<?, ?> document) {
        document.forEach((name, value) -> {
            out.write(genericType(value));
            cstring((String) name);
            value(value);
        });
        out.write(0);
    }

    private static int genericType(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return OBJECT;
        }
        return value instanceof Collection<?> ? ARRAY : KeyString.of(value).typeClass();
    }

    private void binary(int subtype, byte[] data) {
        out.write(BIN_DATA);
        if (data.length < 0xFF) {
            out.write(data.length);
        } else {
            out.write(0xFF);
            out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        }
        out.write(subtype);
        out.writeBytes(data);
    }

    private void stringLike(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.write(b);
            if (b == 0) {
                out.write(0xFF);
            }
        }
        out.write(0);
    }

    private void cstring(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    /** For {@link NumberKey}: whether this decimal is a number beyond what a double can say. */
    static boolean isFinite(Decimal128 decimal) {
        return (decimal.getHigh() & 0x7800_0000_0000_0000L) != 0x7800_0000_0000_0000L;
    }
}
