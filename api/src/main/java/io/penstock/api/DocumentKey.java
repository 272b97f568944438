package io.penstock.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The id of a document, with its type: what MongoDB has in {@code _id}. Two keys that MongoDB takes for the same id may
 * differ here: {@code 1} and {@code 1.0} do.
 *
 * @param extendedJson the id in Extended JSON: {@code 1}, {@code "abc"}, {@code {"$oid":"…"}}
 */
public record DocumentKey(String extendedJson) {
    private static final int OBJECT_ID_DIGITS = 24;

    /** An id in Extended JSON, such as {@link Task#documentId()}. */
    public static DocumentKey json(String extendedJson) {
        return new DocumentKey(extendedJson);
    }

    /** A text, whatever it looks like. */
    public static DocumentKey text(String text) {
        return new DocumentKey(JsonNodeFactory.instance.textNode(text).toString());
    }

    /** A whole number. MongoDB takes numbers of all types for the same id if their values are equal. */
    public static DocumentKey number(long number) {
        return new DocumentKey(Long.toString(number));
    }

    /**
     * An ObjectId.
     *
     * @param hex its 24 hexadecimal digits
     * @throws IllegalArgumentException if they are none
     */
    public static DocumentKey objectId(String hex) {
        if (hex.length() != OBJECT_ID_DIGITS || !hex.chars().allMatch(sign -> Character.digit(sign, 16) >= 0)) {
            throw new IllegalArgumentException("An ObjectId has 24 hexadecimal digits, and this is '" + hex + "'");
        }
        return wrapped("$oid", hex);
    }

    /** A date; MongoDB keeps milliseconds. */
    public static DocumentKey date(Instant time) {
        Instant kept = time.truncatedTo(ChronoUnit.MILLIS);
        return new DocumentKey("{\"$date\":{\"$numberLong\":\"" + kept.toEpochMilli() + "\"}}");
    }

    /** A UUID in its standard form (binary of subtype 4). */
    public static DocumentKey uuid(UUID uuid) {
        return wrapped("$uuid", uuid.toString());
    }

    /**
     * The key that a value stands for: a text, a number, a truth value, an {@link Instant}, a {@link UUID}, a tree of
     * Extended JSON, or a key itself.
     *
     * @throws IllegalArgumentException if it is of another type
     */
    public static DocumentKey of(Object value) {
        if (value instanceof DocumentKey key) {
            return key;
        }
        if (value instanceof JsonNode node && !node.isMissingNode()) {
            return node.isBigDecimal() || node.isBigInteger()
                    ? of(node.numberValue())
                    : new DocumentKey(node.toString());
        }
        if (value instanceof CharSequence text) {
            return text(text.toString());
        }
        if (value instanceof BigDecimal decimal) {
            return wrapped("$numberDecimal", decimal.toString());
        }
        if (value instanceof BigInteger whole) {
            return whole.bitLength() < Long.SIZE
                    ? number(whole.longValue())
                    : wrapped("$numberDecimal", whole.toString());
        }
        if (value instanceof Double || value instanceof Float) {
            return wrapped("$numberDouble", value.toString());
        }
        if (value instanceof Number number) {
            return number(number.longValue());
        }
        if (value instanceof Boolean) {
            return new DocumentKey(value.toString());
        }
        if (value instanceof Instant time) {
            return date(time);
        }
        if (value instanceof UUID uuid) {
            return uuid(uuid);
        }
        throw new IllegalArgumentException(
                "A document's id is a text, a number, a truth value, an Instant, a UUID, a JSON tree or a DocumentKey,"
                        + " and not a " + value.getClass().getName());
    }

    private static DocumentKey wrapped(String type, String value) {
        return new DocumentKey("{\"" + type + "\":\"" + value + "\"}");
    }
}
