package io.penstock.processor.document;

import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Compact Extended JSON with one text for each value that MongoDB tells from others. Written by hand: a general writer
 * gives equal numbers different texts, and different Java versions write one double differently.
 */
final class CanonicalId {
    private static final BigDecimal SMALLEST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    private final StringBuilder text = new StringBuilder();

    private CanonicalId() {}

    static String of(JsonNode extended) {
        CanonicalId id = new CanonicalId();
        id.append(extended);
        return id.text.toString();
    }

    static String of(BsonScalar scalar) {
        CanonicalId id = new CanonicalId();
        id.append(scalar);
        return id.text.toString();
    }

    private void append(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Wrappers.recognise(object).ifPresentOrElse(this::append, () -> members(object));
        } else if (node.isArray()) {
            char separator = '[';
            for (JsonNode element : node) {
                text.append(separator);
                append(element);
                separator = ',';
            }
            text.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isTextual()) {
            quoted(node.textValue());
        } else if (node.isDouble()) {
            real(node.doubleValue());
        } else if (node.isNumber()) {
            decimal(node.decimalValue());
        } else {
            text.append(node.asText());
        }
    }

    private void members(ObjectNode object) {
        char separator = '{';
        for (var member : object.properties()) {
            text.append(separator);
            quoted(member.getKey());
            text.append(':');
            append(member.getValue());
            separator = ',';
        }
        text.append(object.isEmpty() ? "{}" : "}");
    }

    private void append(BsonScalar scalar) {
        if (scalar instanceof BsonScalar.Whole whole) {
            text.append(whole.value());
        } else if (scalar instanceof BsonScalar.Real real) {
            real(real.value());
        } else if (scalar instanceof BsonScalar.SpecialDecimal special) {
            real(special.value());
        } else if (scalar instanceof BsonScalar.Decimal decimal) {
            decimal(decimal.value());
        } else if (scalar instanceof BsonScalar.Symbol symbol) {
            quoted(symbol.text());
        } else if (scalar instanceof BsonScalar.ObjectId id) {
            wrapped("$oid", id.hex());
        } else if (scalar instanceof BsonScalar.Date date) {
            wrapped("$date", date.iso());
        } else if (scalar instanceof BsonScalar.Binary binary) {
            binary(binary);
        } else if (scalar instanceof BsonScalar.Undefined) {
            text.append("{\"$undefined\":true}");
        } else if (scalar instanceof BsonScalar.ScopedCode code) {
            text.append("{\"$code\":");
            quoted(code.code());
            text.append(",\"$scope\":");
            append(code.scope());
            text.append('}');
        } else if (scalar instanceof BsonScalar.DbPointer pointer) {
            text.append("{\"$ref\":");
            quoted(pointer.collection());
            text.append(",\"$id\":");
            append(pointer.id());
            text.append('}');
        } else if (scalar instanceof BsonScalar.Kept kept) {
            members(kept.wrapper());
        }
    }

    private void binary(BsonScalar.Binary binary) {
        if (binary.isUuid()) {
            wrapped("$uuid", binary.uuid());
        } else {
            text.append("{\"$binary\":{\"base64\":\"")
                    .append(binary.base64())
                    .append("\",\"subType\":\"")
                    .append(binary.subtypeHex())
                    .append("\"}}");
        }
    }

    private void real(double value) {
        if (!Double.isFinite(value)) {
            // Bare, as version 1 has it: a word that no string is written as.
            text.append(value);
        } else if (value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63) {
            text.append((long) value);
        } else {
            text.append(shortest(value));
        }
    }

    private void decimal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        double nearest = value.doubleValue();
        if (stripped.scale() <= 0 && value.compareTo(SMALLEST_LONG) >= 0 && value.compareTo(GREATEST_LONG) <= 0) {
            text.append(value.longValue());
        } else if (Double.isFinite(nearest) && new BigDecimal(nearest).compareTo(value) == 0) {
            text.append(shortest(nearest));
        } else {
            wrapped("$numberDecimal", stripped.toString());
        }
    }

    private static String shortest(double value) {
        return NumberOutput.toString(value, true);
    }

    private void wrapped(String key, String value) {
        text.append("{\"").append(key).append("\":\"").append(value).append("\"}");
    }

    private void quoted(String value) {
        String json = TextNode.valueOf(value).toString();
        int from = 0;
        for (int at = LoneSurrogates.next(json, 0); at >= 0; at = LoneSurrogates.next(json, at + 1)) {
            text.append(json, from, at).append(String.format(Locale.ROOT, "\\u%04x", (int) json.charAt(at)));
            from = at + 1;
        }
        text.append(json, from, json.length());
    }
}
