package io.penstock.processor.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one document in one pass: tokens of Extended JSON go in, the tree of the plain document comes out, or what it has
 * at a pointer. Only an object whose first key begins with {@code $} may be read into a tree of its own before it is known
 * what it is.
 */
final class PlainReader {
    private final JsonParser parser;

    PlainReader(JsonParser parser) {
        this.parser = parser;
    }

    ObjectNode document() throws IOException {
        begin();
        // At the root a wrapper is no value: a document that begins with {"$oid": …} is an object like any other.
        ObjectNode document = members(parser.nextFieldName());
        end();
        return document;
    }

    /** What the document has at a pointer; all that is beside it is passed over and no tree is built of it. */
    JsonNode at(JsonPointer pointer) throws IOException {
        if (pointer.matches()) {
            return document();
        }
        begin();
        JsonNode found = below(pointer, parser.nextFieldName());
        end();
        return found;
    }

    private void begin() throws IOException {
        JsonToken start = parser.nextToken();
        if (start != JsonToken.START_OBJECT) {
            throw mismatch("a document is an object, but here is " + (start == null ? "nothing" : start.asString()));
        }
    }

    private void end() throws IOException {
        if (parser.nextToken() != null) {
            throw mismatch("more follows where the document ends");
        }
    }

    private JsonNode below(JsonPointer pointer, @Nullable String first) throws IOException {
        JsonNode found = MissingNode.getInstance();
        for (String name = first; name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (pointer.matchesProperty(name)) {
                // Where a key stands twice, the last value counts.
                found = at(pointer.tail(), token);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private JsonNode at(JsonPointer rest, @Nullable JsonToken token) throws IOException {
        if (rest.matches() || token != JsonToken.START_OBJECT) {
            return value(token).at(rest);
        }
        String first = parser.nextFieldName();
        return first != null && first.startsWith("$") ? wrapperOrObject(first).at(rest) : below(rest, first);
    }

    private ObjectNode members(@Nullable String first) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = first; name != null; name = parser.nextFieldName()) {
            object.set(name, value(parser.nextToken()));
        }
        return object;
    }

    private JsonNode value(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw mismatch("the text ends within the document");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> PlainForm.text(parser.getText());
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> PlainForm.real(parser.getDoubleValue());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> throw mismatch("no value begins with " + token);
        };
    }

    private JsonNode object() throws IOException {
        String first = parser.nextFieldName();
        return first != null && first.startsWith("$") ? wrapperOrObject(first) : members(first);
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private JsonNode whole() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? BigIntegerNode.valueOf(parser.getBigIntegerValue())
                : PlainForm.whole(parser.getLongValue());
    }

    private JsonNode wrapperOrObject(String first) throws IOException {
        JsonNode value = asItStands();
        String second = parser.nextFieldName();
        if (second == null) {
            // Nearly every wrapper has one key: what it stands for needs no tree of its own.
            Optional<BsonScalar> scalar = Wrappers.recognise(first, value);
            if (scalar.isPresent()) {
                return scalar.get().plain();
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set(first, value);
        for (String name = second; name != null; name = parser.nextFieldName()) {
            object.set(name, asItStands());
        }
        return PlainForm.of(object);
    }

    private JsonNode asItStands() throws IOException {
        JsonToken token = parser.nextToken();
        // Most wrappers hold a text or, as version 1 writes dates, a number: those need no machinery.
        if (token == JsonToken.VALUE_STRING) {
            return JsonNodeFactory.instance.textNode(parser.getText());
        }
        return token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.LONG
                ? JsonNodeFactory.instance.numberNode(parser.getLongValue())
                : ExtendedJsonSource.nodes().readValue(parser);
    }

    private MismatchedInputException mismatch(String message) {
        return MismatchedInputException.from(parser, ObjectNode.class, message);
    }
}
