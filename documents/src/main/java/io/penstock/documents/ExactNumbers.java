package io.penstock.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a tree so that MongoDB's reader takes each number for the type that it has, with every digit. */
final class ExactNumbers {
    private ExactNumbers() {}

    static String text(JsonNode tree) {
        return exact(tree).toString();
    }

    private static JsonNode exact(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), exact(member.getValue())));
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
        return node;
    }

    private static ObjectNode wrapped(String type, String value) {
        return JsonNodeFactory.instance.objectNode().put(type, value);
    }
}
