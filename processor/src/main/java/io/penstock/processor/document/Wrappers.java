package io.penstock.processor.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Recognises the wrappers of Extended JSON. Version 2 is a specification
 * (https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md), whose section on legacy
 * forms lists what version 1 wrote.
 *
 * <p>An object that only looks like a wrapper, say {@code {"$oid": "none"}}, is none: a document may hold such a thing.
 */
final class Wrappers {
    private static final int OBJECT_ID_DIGITS = 24;
    private static final Pattern HEX_SUBTYPE = Pattern.compile("[0-9a-fA-F]{1,2}");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,6})?");
    /** No decimal128 and no double that a driver writes is longer; what is longer would only cost time. */
    private static final int LONGEST_NUMBER = 400;

    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    /** With an offset of hours only or without its colon too, as older tools wrote it. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private Wrappers() {}

    /** The value that an object stands for, if it is a wrapper. */
    static Optional<BsonScalar> recognise(ObjectNode object) {
        if (object.isEmpty() || object.size() > 2) {
            return Optional.empty();
        }
        var first = object.properties().iterator().next();
        if (!first.getKey().startsWith("$")) {
            return Optional.empty();
        }
        return object.size() == 1 ? recognise(first.getKey(), first.getValue()) : pair(object);
    }

    /** The value that an object with a single field stands for, if it is a wrapper. */
    static Optional<BsonScalar> recognise(String key, JsonNode value) {
        return switch (key) {
            case "$oid" -> objectId(value);
            case "$numberInt" -> whole(value).filter(n -> n == n.intValue()).map(BsonScalar.Whole::new);
            case "$numberLong" -> whole(value).map(BsonScalar.Whole::new);
            case "$numberDouble" -> real(value);
            case "$numberDecimal" -> decimal(value);
            case "$date" -> date(value);
            case "$uuid" -> matching(UUID_TEXT, value).map(text -> BsonScalar.Binary.of(UUID.fromString(text)));
            case "$binary" -> binary(value.path("base64"), value.path("subType"), value.size());
            case "$symbol" -> value.isTextual() ? Optional.of(new BsonScalar.Symbol(value.textValue())) : none();
            case "$undefined" ->
                value.isBoolean() && value.booleanValue() ? Optional.of(new BsonScalar.Undefined()) : none();
            case "$minKey", "$maxKey" -> value.isInt() && value.intValue() == 1 ? kept(key, value) : none();
            case "$code" -> value.isTextual() ? kept(key, PlainForm.text(value.textValue())) : none();
            case "$timestamp" -> timestamp(value.path("t"), value.path("i"), value.size());
            case "$regularExpression" -> regularExpression(value.path("pattern"), value.path("options"), value.size());
            case "$dbPointer" ->
                value.size() == 2 && textual(value.path("$ref")) && value.has("$id")
                        ? Optional.of(
                                new BsonScalar.DbPointer(value.path("$ref").textValue(), value.path("$id")))
                        : none();
            default -> none();
        };
    }

    private static Optional<BsonScalar> pair(ObjectNode object) {
        if (object.has("$binary") && object.has("$type")) {
            return binary(object.path("$binary"), object.path("$type"), 2);
        }
        if (object.has("$regex")) {
            return regularExpression(object.path("$regex"), object.path("$options"), 2);
        }
        JsonNode code = object.path("$code");
        if (textual(code) && object.path("$scope") instanceof ObjectNode scope) {
            return Optional.of(new BsonScalar.ScopedCode(code.textValue(), scope));
        }
        return none();
    }

    private static Optional<BsonScalar> binary(JsonNode base64, JsonNode subtype, int fields) {
        if (fields != 2 || !textual(base64) || !textual(subtype)) {
            return none();
        }
        String text = base64.textValue();
        if (!HEX_SUBTYPE.matcher(subtype.textValue()).matches() || !isBase64(text)) {
            return none();
        }
        return Optional.of(new BsonScalar.Binary(text, Integer.parseInt(subtype.textValue(), 16)));
    }

    private static boolean isBase64(String text) {
        if (text.length() % 4 != 0) {
            return false;
        }
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException otherText) {
            return false;
        }
    }

    private static Optional<BsonScalar> date(JsonNode value) {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return Optional.of(new BsonScalar.Date(value.longValue()));
        }
        if (value.size() == 1 && value.has("$numberLong")) {
            return whole(value.path("$numberLong")).map(BsonScalar.Date::new);
        }
        if (!value.isTextual()) {
            return none();
        }
        try {
            Instant instant = Instant.from(ISO.parse(value.textValue()));
            // A date of BSON has whole milliseconds: what is finer was never one, and must not be cut.
            return instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))
                    ? Optional.of(new BsonScalar.Date(instant.toEpochMilli()))
                    : none();
        } catch (DateTimeException | ArithmeticException otherText) {
            return none();
        }
    }

    private static Optional<BsonScalar> real(JsonNode value) {
        return number(value).map(Double::valueOf).or(() -> special(value)).map(BsonScalar.Real::new);
    }

    private static Optional<BsonScalar> decimal(JsonNode value) {
        Optional<String> number = number(value);
        return number.isPresent() ? finiteDecimal(number.get()) : special(value).map(BsonScalar.SpecialDecimal::new);
    }

    private static Optional<BsonScalar> finiteDecimal(String text) {
        BigDecimal decimal = new BigDecimal(text);
        if (!Decimal128.holds(decimal)) {
            return none();
        }
        return Optional.of(
                decimal.signum() == 0 && text.startsWith("-")
                        ? new BsonScalar.SpecialDecimal(-0.0)
                        : new BsonScalar.Decimal(decimal));
    }

    /** The number in a wrapper is text in both versions. Where a number stands, somebody has stored such an object. */
    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : "";
    }

    private static Optional<Double> special(JsonNode value) {
        return switch (text(value)) {
            case "NaN" -> Optional.of(Double.NaN);
            case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> whole(JsonNode value) {
        try {
            return Optional.of(Long.valueOf(text(value)));
        } catch (NumberFormatException otherText) {
            return Optional.empty();
        }
    }

    private static Optional<String> number(JsonNode value) {
        String text = text(value);
        return text.length() <= LONGEST_NUMBER
                        && (isPlain(text) || NUMBER.matcher(text).matches())
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Digits with a point among them, as nearly all numbers are written: a part of {@link #NUMBER}. */
    private static boolean isPlain(String text) {
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return points < 2 && text.length() > points;
    }

    private static Optional<BsonScalar> timestamp(JsonNode seconds, JsonNode ordinal, int fields) {
        return fields == 2 && unsigned(seconds) && unsigned(ordinal)
                ? kept("$timestamp", fields("t", seconds, "i", ordinal))
                : none();
    }

    private static Optional<BsonScalar> regularExpression(JsonNode pattern, JsonNode options, int fields) {
        return fields == 2 && textual(pattern) && textual(options)
                ? kept(
                        "$regularExpression",
                        fields(
                                "pattern",
                                PlainForm.text(pattern.textValue()),
                                "options",
                                PlainForm.text(options.textValue())))
                : none();
    }

    private static Optional<BsonScalar> objectId(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : "";
        return text.length() == OBJECT_ID_DIGITS && HexText.isHex(text, 0, OBJECT_ID_DIGITS)
                ? Optional.of(new BsonScalar.ObjectId(text.toLowerCase(Locale.ROOT)))
                : none();
    }

    private static Optional<String> matching(Pattern pattern, JsonNode value) {
        return value.isTextual() && pattern.matcher(value.textValue()).matches()
                ? Optional.of(value.textValue())
                : Optional.empty();
    }

    private static boolean unsigned(JsonNode value) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 0
                && value.longValue() <= UNSIGNED_INT;
    }

    private static boolean textual(JsonNode value) {
        return value.isTextual();
    }

    private static Optional<BsonScalar> kept(String key, JsonNode value) {
        return Optional.of(
                new BsonScalar.Kept(JsonNodeFactory.instance.objectNode().set(key, value)));
    }

    private static ObjectNode fields(String first, JsonNode one, String second, JsonNode two) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set(first, one);
        object.set(second, two);
        return object;
    }

    private static Optional<BsonScalar> none() {
        return Optional.empty();
    }
}
