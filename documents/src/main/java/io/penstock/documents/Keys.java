package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.DocumentKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;

/** Makes keys of what handlers name, and of what the database sends. Threads may share one. */
final class Keys {
    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();
    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-fA-F]{24}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DATE =
            Pattern.compile("[-+]?\\d{4,}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z");
    private static final String HEAD = "{\"v\": ";

    private final DocumentForms forms;

    Keys(DocumentForms forms) {
        this.forms = forms;
    }

    /** The id that a value names, exactly. */
    Key exactly(Object value) {
        String json = DocumentKey.of(value).extendedJson();
        try {
            BsonValue id = BsonDocument.parse("{\"v\": " + json + "}").get("v");
            if (id != null) {
                return new Key(forms.canonicalId(json), id);
            }
        } catch (JsonParseException | BSONException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "A document's id is not Extended JSON: " + json + " (" + malformed.getMessage() + ")", malformed);
        }
        throw new IllegalArgumentException("A document's id is not one value of Extended JSON: " + json);
    }

    /** The ids that a value may stand for, the likeliest last, the one that it is by its own type first. */
    List<Key> meant(Object value) {
        List<Key> keys = new ArrayList<>();
        keys.add(exactly(value));
        if (value instanceof CharSequence || (value instanceof JsonNode node && node.isTextual())) {
            String text = value instanceof JsonNode node ? node.textValue() : value.toString();
            if (OBJECT_ID.matcher(text).matches()) {
                keys.add(exactly(DocumentKey.objectId(text)));
            } else if (UUID_TEXT.matcher(text).matches()) {
                keys.add(exactly(DocumentKey.uuid(UUID.fromString(text))));
            } else if (DATE.matcher(text).matches()) {
                date(text, keys);
            }
        }
        return keys;
    }

    private void date(String text, List<Key> keys) {
        try {
            keys.add(exactly(DocumentKey.date(Instant.parse(text))));
        } catch (DateTimeParseException noDate) {
            // It looks like one, and is a text.
        }
    }

    /** The text that tells an id from others. */
    String canonical(BsonValue id) {
        String json = new BsonDocument("v", id).toJson(RELAXED);
        return forms.canonicalId(json.substring(HEAD.length(), json.length() - 1));
    }
}
