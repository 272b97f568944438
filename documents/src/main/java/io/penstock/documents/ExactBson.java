package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.json.JsonParseException;

/**
 * A tree as BSON: each number is of the type that it has in Java, with every digit, and each wrapper of Extended JSON of the type
 * that it names. {@code docs/documents.md} has the table.
 */
public final class ExactBson {
    /** Half a surrogate pair, as a pattern sees it. UTF-8 cannot hold it, and clients would fail to read what does. */
    private static final Pattern HALF = Pattern.compile("[\\uD800-\\uDFFF]");

    private static final String REPLACEMENT = "\uFFFD";

    private ExactBson() {}

    /**
     * The document.
     *
     * @throws IllegalArgumentException if MongoDB has nothing to hold one of its values
     */
    public static BsonDocument document(ObjectNode tree) {
        try {
            return BsonDocument.parse(exact(tree).toString());
        } catch (JsonParseException | BSONException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "The document is not Extended JSON, or has a number of more than the 34 digits that MongoDB keeps (round it,"
                            + " or make it text): " + malformed.getMessage(),
                    malformed);
        }
    }

    /** So that MongoDB's reader takes each number for the type that it has. */
    private static JsonNode exact(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(whole(member.getKey()), exact(member.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> copy.add(exact(element)));
            return copy;
        }
        if (node.isBigDecimal() || (node.isBigInteger() && !node.canConvertToLong())) {
            return wrapped("$numberDecimal", node.decimalValue().toString());
        }
        if (node.isDouble() || node.isFloat()) {
            return wrapped("$numberDouble", node.asText());
        }
        return node.isTextual() ? TextNode.valueOf(whole(node.textValue())) : node;
    }

    private static String whole(String text) {
        return HALF.matcher(text).replaceAll(REPLACEMENT);
    }

    private static ObjectNode wrapped(String type, String value) {
        return JsonNodeFactory.instance.objectNode().put(type, value);
    }
}
