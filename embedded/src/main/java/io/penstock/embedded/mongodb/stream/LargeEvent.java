package io.penstock.embedded.mongodb.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.oplog.ResumeToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An event that is too large for one document, and its parts as {@code $changeStreamSplitLargeEvent} makes them: whole
 * fields, the small ones first (src/mongo/db/pipeline/change_stream_split_event_helpers.cpp).
 */
final class LargeEvent {
    private static final long MAX_BYTES = (16L << 20) + (16L << 10);
    /** For the token, and for which part it is. */
    private static final long ROOM = 1 << 10;

    private LargeEvent() {}

    static boolean is(Document event) {
        return DocumentSize.of(event) > MAX_BYTES;
    }

    static List<Document> split(Document event) {
        List<Map.Entry<String, Object>> fields = new ArrayList<>(event.entrySet());
        fields.removeIf(field -> field.getKey().equals("_id"));
        fields.sort(Comparator.comparingLong(LargeEvent::size));
        List<Document> parts = new ArrayList<>(List.of(new Document()));
        for (Map.Entry<String, Object> field : fields) {
            if (DocumentSize.of(parts.get(parts.size() - 1)) + size(field) > MAX_BYTES - ROOM) {
                parts.add(new Document());
            }
            parts.get(parts.size() - 1).append(field.getKey(), field.getValue());
        }
        List<Document> fragments = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Document fragment = new Document(
                            "_id", ResumeToken.fragment(Objects.requireNonNull((Document) event.get("_id")), i))
                    .append("splitEvent", new Document("fragment", i + 1).append("of", parts.size()));
            fragment.putAll(parts.get(i));
            fragments.add(fragment);
        }
        return fragments;
    }

    private static long size(Map.Entry<String, Object> field) {
        return DocumentSize.of(new Document(field.getKey(), field.getValue()));
    }
}
