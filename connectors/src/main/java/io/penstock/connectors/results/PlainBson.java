package io.penstock.connectors.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * The text of a plain document as BSON, in one pass. Numbers get the smallest type that holds them with every digit, wrappers
 * of Extended JSON the type that they name: {@code docs/documents.md} has the table. For one value.
 */
final class PlainBson {
    /** MongoDB takes 100; a few belong to the document around. */
    private static final int MAX_DEPTH = 90;
    /** Half a surrogate pair, as a pattern sees it. UTF-8 cannot hold it, and clients would fail to read what does. */
    private static final Pattern HALF = Pattern.compile("[\\uD800-\\uDFFF]");

    private static final String REPLACEMENT = "\uFFFD";
    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private static final JsonFactory JSON = JsonFactory.builder()
            // Results may have keys without end, ids for example: they must not fill a table of the process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private final JsonParser parser;

    private PlainBson(JsonParser parser) {
        this.parser = parser;
    }

    /** That there is something which a server might not take. */
    private static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The value; empty if the text is not JSON, or a server might not take it: names with {@code $} that make no wrapper, with
     * dots or nothing in them, or too deep.
     */
    static Optional<BsonValue> of(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            BsonValue value = new PlainBson(parser).value(parser.nextToken(), 0);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (IOException unfit) {
            return Optional.empty();
        }
    }

    private BsonValue value(@Nullable JsonToken token, int depth) throws IOException {
        if (token == null || depth > MAX_DEPTH) {
            throw new UnfitException();
        }
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> new BsonString(HALF.matcher(parser.getText()).replaceAll(REPLACEMENT));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> BsonBoolean.TRUE;
            case VALUE_FALSE -> BsonBoolean.FALSE;
            case VALUE_NULL -> BsonNull.VALUE;
            default -> throw new UnfitException();
        };
    }

    private BsonValue object(int depth) throws IOException {
        BsonDocument document = new BsonDocument();
        boolean special = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.isEmpty() || name.indexOf('.') >= 0 || name.indexOf('\0') >= 0) {
                throw new UnfitException();
            }
            special |= name.charAt(0) == '$';
            document.put(name, value(parser.nextToken(), depth + 1));
        }
        if (!special || isReference(document)) {
            return document;
        }
        return ExtendedJson.value(document.toJson(RELAXED))
                .filter(wrapped -> !wrapped.isDocument())
                .orElseThrow(UnfitException::new);
    }

    /** A DBRef, which is no type of its own: its names are the only ones with {@code $} that every server takes. */
    private static boolean isReference(BsonDocument document) {
        List<String> names = List.copyOf(document.keySet());
        List<String> special =
                names.stream().filter(name -> name.startsWith("$")).toList();
        return names.subList(0, special.size()).equals(special)
                && (special.equals(List.of("$ref", "$id")) || special.equals(List.of("$ref", "$id", "$db")))
                && document.isString("$ref");
    }

    private BsonValue array(int depth) throws IOException {
        BsonArray elements = new BsonArray();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(token, depth + 1));
        }
        return elements;
    }

    private BsonValue integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> new BsonInt32(parser.getIntValue());
            case LONG -> new BsonInt64(parser.getLongValue());
            default -> number();
        };
    }

    private BsonValue number() throws IOException {
        String text = parser.getText();
        BigDecimal exact = parser.getDecimalValue();
        // Of the text, which may be that of a negative zero: a BigDecimal has none.
        double nearest = Double.parseDouble(text);
        if (Double.isFinite(nearest) && isWhatADoubleSays(exact, nearest)) {
            return new BsonDouble(nearest);
        }
        try {
            return new BsonDecimal128(Decimal128.parse(text));
        } catch (NumberFormatException tooManyDigits) {
            return new BsonString(text);
        }
    }

    /** Whether it has no more digits than the double is written with: 12.50 was a decimal, as no double ends with a zero. */
    private static boolean isWhatADoubleSays(BigDecimal exact, double nearest) {
        BigDecimal shortest = new BigDecimal(NumberOutput.toString(nearest, true));
        return shortest.compareTo(exact) == 0 && exact.scale() <= shortest.scale();
    }
}
