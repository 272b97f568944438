package io.penstock.processor.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.api.MalformedDocumentException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A document's id as text: fit to be a task id, a record's key, a word on a command line.
 *
 * <p>Two ids have one text exactly if MongoDB takes them for the same id; so numbers count by value, whatever their type.
 *
 * <ul>
 *   <li>A string is its own text, {@code abc}, unless it could be taken for one of the others: then it is in quotes, as
 *       JSON has it, {@code "1"}.
 *   <li>An ObjectId is its 24 hexadecimal digits.
 *   <li>A number is its digits: {@code 1} for int32, int64, double and decimal alike, {@code 0.5}. A decimal that no double
 *       equals is {@code {"$numberDecimal":"0.1"}}, for MongoDB tells it from the double 0.1.
 *   <li>A date is ISO-8601 text with milliseconds, {@code 2024-01-31T12:00:00.000Z}.
 *   <li>{@code true}, {@code false}, {@code null}, {@code NaN}, {@code Infinity}, {@code -Infinity}.
 *   <li>All else, whole documents too, is compact Extended JSON: {@code {"a":1,"b":{"$oid":"…"}}},
 *       {@code {"$uuid":"…"}}.
 * </ul>
 */
public final class DocumentId {
    /** What other types' texts look like: numbers, ObjectIds, dates, words, and JSON. */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "|[-+]?\\.?\\d[\\d.]*([eE][-+]?\\d+)?|[0-9a-fA-F]{24}|[-+]?\\d{4,}-\\d\\d-\\d\\dT.*|true|false|null|NaN"
                    + "|[-+]?Infinity|[{\\[\"].*",
            Pattern.DOTALL);

    private static final String OBJECT_ID = "{\"$oid\":\"";
    private static final String OBJECT_ID_SPACED = "{\"$oid\": \"";
    private static final String OBJECT_ID_END = "\"}";
    private static final int OBJECT_ID_DIGITS = 24;

    private static final ObjectReader ID =
            ExtendedJsonSource.nodes().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DocumentId() {}

    /**
     * The text of an id.
     *
     * @param idJson the id in Extended JSON of either version, as Debezium has it in a record's key: {@code 1},
     *     {@code "abc"}, {@code {"$oid":"…"}}
     * @throws MalformedDocumentException if it is not JSON
     */
    public static String text(String idJson) {
        // Most ids are such, and a look is a small part of what the parser takes.
        int end = idJson.length() - OBJECT_ID_END.length();
        int from = end - OBJECT_ID_DIGITS;
        boolean head = from == OBJECT_ID.length()
                ? idJson.startsWith(OBJECT_ID)
                : from == OBJECT_ID_SPACED.length() && idJson.startsWith(OBJECT_ID_SPACED);
        boolean objectId = head && idJson.endsWith(OBJECT_ID_END) && HexText.isHex(idJson, from, end);
        return objectId ? idJson.substring(from, end).toLowerCase(Locale.ROOT) : parsed(idJson);
    }

    private static String parsed(String idJson) {
        try {
            JsonNode id = ID.readValue(idJson);
            if (id.isMissingNode()) {
                throw new JsonEOFException(null, JsonToken.NOT_AVAILABLE, "there is nothing");
            }
            return text(id);
        } catch (JsonProcessingException malformed) {
            throw new MalformedDocumentException(
                    "The document's id is not Extended JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** The text of an id that has been parsed, but is still Extended JSON. */
    public static String text(JsonNode id) {
        if (id.isTextual()) {
            return text(id.textValue(), CanonicalId.of(id));
        }
        if (id instanceof ObjectNode object) {
            return Wrappers.recognise(object).map(DocumentId::bare).orElseGet(() -> CanonicalId.of(id));
        }
        return CanonicalId.of(id);
    }

    private static String bare(BsonScalar scalar) {
        if (scalar instanceof BsonScalar.ObjectId id) {
            return id.hex();
        }
        if (scalar instanceof BsonScalar.Date date) {
            return date.iso();
        }
        if (scalar instanceof BsonScalar.Symbol symbol) {
            return text(symbol.text(), CanonicalId.of(scalar));
        }
        return CanonicalId.of(scalar);
    }

    private static String text(String string, String quoted) {
        return AMBIGUOUS.matcher(string).matches() || LoneSurrogates.next(string, 0) >= 0 ? quoted : string;
    }
}
