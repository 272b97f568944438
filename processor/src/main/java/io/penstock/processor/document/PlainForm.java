package io.penstock.processor.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What a value of Extended JSON is in plain JSON. */
final class PlainForm {
    private static final char REPLACEMENT = '\uFFFD';

    private PlainForm() {}

    /** The plain form of a tree that holds Extended JSON. */
    static JsonNode of(JsonNode extended) {
        if (extended instanceof ObjectNode object) {
            return Wrappers.recognise(object).map(BsonScalar::plain).orElseGet(() -> members(object));
        }
        if (extended instanceof ArrayNode array) {
            ArrayNode plain = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> plain.add(of(element)));
            return plain;
        }
        if (extended.isTextual()) {
            return text(extended.textValue());
        }
        return extended.isDouble() ? real(extended.doubleValue()) : extended;
    }

    private static ObjectNode members(ObjectNode object) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> plain.set(member.getKey(), of(member.getValue())));
        return plain;
    }

    /** As a reader of the plain text would have it: a small int64 is no other than an int32. */
    static JsonNode whole(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    static JsonNode real(double value) {
        return Double.isFinite(value) ? DoubleNode.valueOf(value) : TextNode.valueOf(Double.toString(value));
    }

    /** Half a surrogate pair is no character, and UTF-8 cannot hold it: it is replaced as MongoDB's driver does. */
    static JsonNode text(String value) {
        return TextNode.valueOf(repaired(value));
    }

    static String repaired(String value) {
        int broken = LoneSurrogates.next(value, 0);
        if (broken < 0) {
            return value;
        }
        StringBuilder repaired = new StringBuilder(value);
        for (; broken >= 0; broken = LoneSurrogates.next(value, broken + 1)) {
            repaired.setCharAt(broken, REPLACEMENT);
        }
        return repaired.toString();
    }
}
