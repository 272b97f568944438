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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes documents as BSON into a buffer that grows. The counterpart of {@link BsonReader}. */
public final class BsonWriter {
    private ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    /** The bytes of one document. */
    public static byte[] bytes(Map<String, ?> document) {
        BsonWriter writer = new BsonWriter();
        writer.document(document);
        return writer.toByteArray();
    }

    /** How many bytes are written so far. */
    public int size() {
        return out.position();
    }

    /** What was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(out.array(), out.position());
    }

    /** What was written, to be read. A view. */
    public ByteBuffer written() {
        return out.duplicate().flip();
    }

    /** Sends what was written. */
    public void writeTo(OutputStream stream) throws IOException {
        stream.write(out.array(), 0, out.position());
    }

    /** Appends a 32 bit number. */
    public void int32(int value) {
        room(4).putInt(value);
    }

    /** Replaces a 32 bit number that was written at this offset. */
    public void int32At(int offset, int value) {
        out.putInt(offset, value);
    }

    /** Appends one byte. */
    public void int8(int value) {
        room(1).put((byte) value);
    }

    /** Appends a document. */
    public void document(Map<String, ?> document) {
        int start = size();
        int32(0);
        document.forEach(this::element);
        int8(0);
        int32At(start, size() - start);
    }

    private void array(Collection<?> values) {
        int start = size();
        int32(0);
        int index = 0;
        for (Object value : values) {
            element(Integer.toString(index++), value);
        }
        int8(0);
        int32At(start, size() - start);
    }

    private void element(String name, @Nullable Object value) {
        if (value == null) {
            head(0x0A, name);
        } else if (value instanceof String text) {
            head(0x02, name);
            string(text);
        } else if (value instanceof Integer number) {
            head(0x10, name);
            int32(number);
        } else if (value instanceof Long number) {
            head(0x12, name);
            int64(number);
        } else if (value instanceof Double number) {
            head(0x01, name);
            room(8).putDouble(number);
        } else if (value instanceof Boolean truth) {
            head(0x08, name);
            int8(truth ? 1 : 0);
        } else if (value instanceof Map<?, ?> nested) {
            head(0x03, name);
            @SuppressWarnings("unchecked")
            Map<String, ?> document = (Map<String, ?>) nested;
            document(document);
        } else if (value instanceof Collection<?> values) {
            head(0x04, name);
            array(values);
        } else if (value instanceof ObjectId id) {
            head(0x07, name);
            raw(id.toByteArray());
        } else if (value instanceof Instant instant) {
            head(0x09, name);
            int64(instant.toEpochMilli());
        } else {
            rareElement(name, value);
        }
    }

    private void rareElement(String name, Object value) {
        if (value instanceof Decimal128 decimal) {
            head(0x13, name);
            int64(decimal.getLow());
            int64(decimal.getHigh());
        } else if (value instanceof BsonTimestamp timestamp) {
            head(0x11, name);
            int64(timestamp.getValue());
        } else if (value instanceof BinData binary) {
            head(0x05, name);
            int32(binary.getData().length);
            int8(0);
            raw(binary.getData());
        } else if (value instanceof UUID uuid) {
            head(0x05, name);
            int32(16);
            int8(4);
            int64(Long.reverseBytes(uuid.getMostSignificantBits()));
            int64(Long.reverseBytes(uuid.getLeastSignificantBits()));
        } else if (value instanceof LegacyUUID legacy) {
            head(0x05, name);
            int32(16);
            int8(3);
            int64(legacy.getUuid().getMostSignificantBits());
            int64(legacy.getUuid().getLeastSignificantBits());
        } else if (value instanceof BsonRegularExpression regex) {
            head(0x0B, name);
            cstring(regex.getPattern());
            cstring(regex.getOptions() == null ? "" : regex.getOptions());
        } else if (value instanceof BsonJavaScript script) {
            head(0x0D, name);
            string(script.getCode());
        } else if (value instanceof OpaqueValue opaque) {
            head(opaque.type(), name);
            raw(opaque.payload());
        } else if (value instanceof MinKey) {
            head(0xFF, name);
        } else if (value instanceof MaxKey) {
            head(0x7F, name);
        } else {
            throw new IllegalArgumentException("field " + name + ": no BSON type for " + value.getClass());
        }
    }

    private void head(int type, String name) {
        int8(type);
        cstring(name);
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length + 1);
        raw(utf8);
        int8(0);
    }

    private void cstring(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
        int8(0);
    }

    private void int64(long value) {
        room(8).putLong(value);
    }

    private void raw(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    private ByteBuffer room(int count) {
        if (out.remaining() < count) {
            int capacity = Math.max(out.capacity() * 2, out.position() + count);
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), capacity))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(out.position());
        }
        return out;
    }
}
