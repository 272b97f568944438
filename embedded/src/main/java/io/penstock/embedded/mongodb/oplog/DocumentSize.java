package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.BinData;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes a document has as BSON, without writing it. */
public final class DocumentSize {
    private DocumentSize() {}

    /** Bytes of the document. */
    public static long of(Map<?, ?> document) {
        long size = 5;
        for (Map.Entry<?, ?> field : document.entrySet()) {
            size += 2 + ((String) field.getKey()).length() + ofValue(field.getValue());
        }
        return size;
    }

    private static long ofValue(@Nullable Object value) {
        if (value instanceof String text) {
            return 5L + text.length();
        }
        if (value instanceof Map<?, ?> document) {
            return of(document);
        }
        if (value instanceof Collection<?> values) {
            return values.stream().mapToLong(element -> 5 + ofValue(element)).sum() + 5;
        }
        return value instanceof BinData binary ? 5L + binary.getData().length : 12;
    }
}
