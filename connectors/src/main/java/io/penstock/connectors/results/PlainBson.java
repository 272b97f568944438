package io.penstock.connectors.results;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** Plain JSON as BSON: what looks like Extended JSON is not taken for it, since a handler's result is not. */
final class PlainBson {
    /** MongoDB takes 100; a few belong to the document around. */
    private static final int MAX_DEPTH = 90;

    private PlainBson() {}

    /** The value; empty if a server might not take it: names with {@code $}, dots or nothing in them, or too deep. */
    static Optional<BsonValue> of(JsonNode json) {
        return isFit(json, 0) ? Optional.of(value(json)) : Optional.empty();
    }

    private static boolean isFit(JsonNode json, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (json instanceof ObjectNode object) {
            return object.properties().stream()
                    .allMatch(member -> isFit(member.getKey()) && isFit(member.getValue(), depth + 1));
        }
        if (json instanceof ArrayNode array) {
            for (JsonNode element : array) {
                if (!isFit(element, depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isFit(String name) {
        return !name.isEmpty() && name.charAt(0) != '$' && name.indexOf('.') < 0 && name.indexOf('\0') < 0;
    }

    private static BsonValue value(JsonNode json) {
        if (json instanceof ObjectNode object) {
            BsonDocument document = new BsonDocument();
            object.properties().forEach(member -> document.put(member.getKey(), value(member.getValue())));
            return document;
        }
        if (json instanceof ArrayNode array) {
            BsonArray elements = new BsonArray();
            array.forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (json.isBoolean()) {
            return BsonBoolean.valueOf(json.booleanValue());
        }
        if (json.isNumber()) {
            return number(json);
        }
        return json.isNull() ? BsonNull.VALUE : new BsonString(json.asText());
    }

    private static BsonValue number(JsonNode json) {
        if (json.isIntegralNumber() && json.canConvertToInt()) {
            return new BsonInt32(json.intValue());
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return new BsonInt64(json.longValue());
        }
        BigDecimal exact = json.decimalValue();
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest) && isWhatADoubleSays(exact, nearest)) {
            return new BsonDouble(nearest);
        }
        try {
            return new BsonDecimal128(new Decimal128(exact));
        } catch (NumberFormatException tooManyDigits) {
            return new BsonString(exact.toString());
        }
    }

    /** Whether it has no more digits than the double is written with: 12.50 was a decimal, as no double ends with a zero. */
    private static boolean isWhatADoubleSays(BigDecimal exact, double nearest) {
        BigDecimal shortest = new BigDecimal(NumberOutput.toString(nearest, true));
        return shortest.compareTo(exact) == 0 && exact.scale() <= shortest.scale();
    }
}
