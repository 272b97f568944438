package io.penstock.embedded.mongodb.protocol;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads BSON into the query library's documents, without loss: what the library has no class for becomes an
 * {@link OpaqueValue}. Format: https://bsonspec.org/spec.html.
 */
public final class BsonReader {
    private final ByteBuffer in;

    /** Reads from the buffer's position on. */
    public BsonReader(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * One document, and the buffer stands behind it.
     *
     * @throws ServerError if the bytes are no BSON document
     */
    public Document document() {
        int start = in.position();
        int end = start + in.getInt();
        if (end > in.limit() || end < start + 5) {
            throw ServerError.failedToParse("BSON document of " + (end - start) + " bytes does not fit its message");
        }
        Document document = new Document();
        for (byte type = in.get(); type != 0; type = in.get()) {
            String name = cstring();
            document.put(name, value(type));
        }
        return document;
    }

    /** A string that ends with a zero byte. */
    public String cstring() {
        int start = in.position();
        int end = start;
        while (in.get(end) != 0) {
            end++;
        }
        String text = new String(in.array(), in.arrayOffset() + start, end - start, StandardCharsets.UTF_8);
        in.position(end + 1);
        return text;
    }

    private @Nullable Object value(byte type) {
        return switch (type) {
            case 0x01 -> in.getDouble();
            case 0x02 -> string();
            case 0x03 -> document();
            case 0x04 -> array();
            case 0x05 -> binary();
            case 0x06, (byte) 0x0C, 0x0E, 0x0F -> opaque(type);
            case 0x07 -> new ObjectId(bytes(12));
            case 0x08 -> in.get() != 0;
            case 0x09 -> Instant.ofEpochMilli(in.getLong());
            case 0x0A -> null;
            case 0x0B -> new BsonRegularExpression(cstring(), cstring());
            case 0x0D -> new BsonJavaScript(string());
            case 0x10 -> in.getInt();
            case 0x11 -> new BsonTimestamp(in.getLong());
            case 0x12 -> in.getLong();
            case 0x13 -> new Decimal128(in.getLong(), in.getLong());
            case (byte) 0xFF -> MinKey.getInstance();
            case 0x7F -> MaxKey.getInstance();
            default -> throw ServerError.failedToParse("BSON type " + type + " is not known");
        };
    }

    private String string() {
        int length = in.getInt();
        String text = new String(in.array(), in.arrayOffset() + in.position(), length - 1, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private List<@Nullable Object> array() {
        in.getInt();
        List<@Nullable Object> values = new ArrayList<>();
        for (byte type = in.get(); type != 0; type = in.get()) {
            cstring();
            values.add(value(type));
        }
        return values;
    }

    private Object binary() {
        int start = in.position();
        int length = in.getInt();
        byte subtype = in.get();
        if (subtype == 0) {
            return new BinData(bytes(length));
        }
        if (subtype == 3 && length == 16) {
            return new LegacyUUID(in.getLong(), in.getLong());
        }
        if (subtype == 4 && length == 16) {
            return new UUID(Long.reverseBytes(in.getLong()), Long.reverseBytes(in.getLong()));
        }
        in.position(start);
        return new OpaqueValue((byte) 0x05, bytes(5 + length));
    }

    private OpaqueValue opaque(byte type) {
        int start = in.position();
        int size =
                switch (type) {
                    case 0x06 -> 0;
                    case 0x0C -> 4 + in.getInt(start) + 12;
                    case 0x0E -> 4 + in.getInt(start);
                    default -> in.getInt(start);
                };
        return new OpaqueValue(type, bytes(size));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
