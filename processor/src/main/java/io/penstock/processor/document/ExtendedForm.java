package io.penstock.processor.document;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** What a value of plain JSON is in Extended JSON version 2. Confined to one thread; for one document. */
final class ExtendedForm {
    /** Keys that, where they are an object's first, make MongoDB's parsers take it for a wrapper or fail. */
    private static final Set<String> RESERVED = Set.of(
            "$oid",
            "$numberInt",
            "$numberLong",
            "$numberDouble",
            "$numberDecimal",
            "$date",
            "$uuid",
            "$binary",
            "$symbol",
            "$undefined",
            "$minKey",
            "$maxKey",
            "$code",
            "$timestamp",
            "$regularExpression",
            "$dbPointer");

    private final ExtendedJson.Form form;
    private final Deque<String> path = new ArrayDeque<>();

    ExtendedForm(ExtendedJson.Form form) {
        this.form = form;
    }

    JsonNode of(JsonNode plain) {
        return switch (plain.getNodeType()) {
            case OBJECT -> object((ObjectNode) plain);
            case ARRAY -> array((ArrayNode) plain);
            case NUMBER -> number(plain);
            case STRING -> PlainForm.text(plain.textValue());
            case BOOLEAN, NULL -> plain;
            case BINARY -> binary(plain.asText());
            case POJO, MISSING -> throw unwritable("is no JSON: build results of JSON values only");
        };
    }

    private JsonNode object(ObjectNode plain) {
        Optional<BsonScalar> wrapper = Wrappers.recognise(plain);
        if (wrapper.isPresent()) {
            return wrapper.get() instanceof BsonScalar.ScopedCode code
                    ? wrapped("$code", PlainForm.text(code.code())).set("$scope", members(code.scope()))
                    : plain;
        }
        if (!plain.isEmpty() && RESERVED.contains(plain.fieldNames().next())) {
            throw unwritable(
                    "begins with the key " + plain.fieldNames().next()
                            + " as a value of Extended JSON does, but is none: correct the value, or give the key another name");
        }
        return members(plain);
    }

    private ObjectNode members(ObjectNode plain) {
        ObjectNode extended = JsonNodeFactory.instance.objectNode();
        for (var member : plain.properties()) {
            path.addLast(member.getKey());
            extended.set(PlainForm.repaired(member.getKey()), of(member.getValue()));
            path.removeLast();
        }
        return extended;
    }

    private ArrayNode array(ArrayNode plain) {
        ArrayNode extended = JsonNodeFactory.instance.arrayNode(plain.size());
        for (JsonNode element : plain) {
            path.addLast(Integer.toString(extended.size()));
            extended.add(of(element));
            path.removeLast();
        }
        return extended;
    }

    private JsonNode number(JsonNode plain) {
        if (plain.isDouble() || (plain.isFloat() && !Float.isFinite(plain.floatValue()))) {
            return real(plain.doubleValue());
        }
        // A float is what its text says, as it would be if the plain document had been written and read again.
        BigDecimal number = plain.isFloat() ? new BigDecimal(plain.asText()) : plain.decimalValue();
        return number.scale() == 0 ? whole(number.unscaledValue()) : fraction(number);
    }

    private JsonNode whole(BigInteger number) {
        if (number.bitLength() >= Long.SIZE) {
            return decimal(new BigDecimal(number));
        }
        if (form == ExtendedJson.Form.RELAXED) {
            return PlainForm.whole(number.longValue());
        }
        String type = number.bitLength() < Integer.SIZE ? "$numberInt" : "$numberLong";
        return wrapped(type, TextNode.valueOf(number.toString()));
    }

    private JsonNode fraction(BigDecimal number) {
        double nearest = number.doubleValue();
        boolean isDoublesText = Double.isFinite(nearest) && sameDigits(new BigDecimal(text(nearest)), number);
        return isDoublesText ? real(nearest) : decimal(number);
    }

    private static boolean sameDigits(BigDecimal one, BigDecimal other) {
        return one.scale() == other.scale() && one.compareTo(other) == 0;
    }

    private JsonNode decimal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (Decimal128.holds(number) || Decimal128.holds(stripped)) {
            return wrapped(
                    "$numberDecimal", TextNode.valueOf((Decimal128.holds(number) ? number : stripped).toString()));
        }
        double nearest = number.doubleValue();
        if (Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(number) == 0) {
            return real(nearest);
        }
        throw unwritable("is a number of %d digits, and decimal128, MongoDB's widest, has %d: round it, or make it text"
                .formatted(stripped.precision(), Decimal128.DIGITS));
    }

    private JsonNode real(double number) {
        return form == ExtendedJson.Form.RELAXED && Double.isFinite(number)
                ? DoubleNode.valueOf(number)
                : wrapped("$numberDouble", TextNode.valueOf(text(number)));
    }

    private static String text(double number) {
        return Double.isFinite(number) ? NumberOutput.toString(number, true) : Double.toString(number);
    }

    private static JsonNode binary(String base64) {
        ObjectNode binary = JsonNodeFactory.instance.objectNode();
        binary.put("base64", base64);
        binary.put("subType", "00");
        return wrapped("$binary", binary);
    }

    private static ObjectNode wrapped(String key, JsonNode value) {
        return JsonNodeFactory.instance.objectNode().set(key, value);
    }

    private IllegalArgumentException unwritable(String why) {
        return new IllegalArgumentException("The value at /%s %s.".formatted(String.join("/", path), why));
    }
}
