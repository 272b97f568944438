package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.penstock.embedded.mongodb.protocol.OpaqueValue;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many bytes a document has as BSON, without writing it. */
public final class DocumentSize {
    /** What a document that is stored may have at most. */
    public static final int MAX = 16 << 20;

    /** Its own length before, and a zero byte behind. */
    private static final long FRAME = 5;
    /** The length of a binary value, and its subtype. */
    private static final long BINARY_HEAD = 5;

    private DocumentSize() {}

    /** Bytes of the document. */
    public static long of(Map<?, ?> document) {
        long size = FRAME;
        for (Map.Entry<?, ?> field : document.entrySet()) {
            size += 1 + cstring((String) field.getKey()) + ofValue(field.getValue());
        }
        return size;
    }

    /** Bytes of a value, without type and name. */
    static long ofValue(@Nullable Object value) {
        if (value instanceof String text) {
            return 4 + cstring(text);
        }
        if (value instanceof Integer) {
            return 4;
        }
        if (value instanceof Map<?, ?> document) {
            return of(document);
        }
        if (value instanceof Collection<?> values) {
            return ofArray(values);
        }
        if (value instanceof BinData binary) {
            return BINARY_HEAD + binary.getData().length;
        }
        return value instanceof OpaqueValue opaque ? opaque.size() : ofScalar(value);
    }

    private static long ofArray(Collection<?> values) {
        long size = FRAME;
        int index = 0;
        for (Object value : values) {
            size += 1 + digits(index++) + 1 + ofValue(value);
        }
        return size;
    }

    private static long ofScalar(@Nullable Object value) {
        if (value == null || value instanceof MinKey || value instanceof MaxKey) {
            return 0;
        }
        if (value instanceof Boolean) {
            return 1;
        }
        if (value instanceof ObjectId) {
            return 12;
        }
        if (value instanceof Decimal128) {
            return 16;
        }
        if (value instanceof UUID || value instanceof LegacyUUID) {
            return BINARY_HEAD + 16;
        }
        if (value instanceof BsonJavaScript script) {
            return 4 + cstring(script.getCode());
        }
        if (value instanceof BsonRegularExpression regex) {
            return cstring(regex.getPattern()) + (regex.getOptions() == null ? 1 : cstring(regex.getOptions()));
        }
        return 8;
    }

    /** Bytes of a text in UTF-8, with the zero behind it. */
    static long cstring(String text) {
        long size = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size++;
            } else if (c < 0x800) {
                size += 2;
            } else {
                // Each half of a surrogate pair counts for two, which makes the four bytes of such a letter.
                size += Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return size;
    }

    /** Digits of an array's index, which is its element's name. */
    private static int digits(int index) {
        int digits = 1;
        for (int rest = index / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
