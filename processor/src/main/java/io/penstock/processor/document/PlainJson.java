package io.penstock.processor.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.api.MalformedDocumentException;
import java.io.IOException;

/**
 * Reads a document in Extended JSON, version 1 (as Debezium has it in {@code after} and {@code before}) or 2 (relaxed or
 * canonical), as plain JSON. Nothing is lost: whole numbers and decimals keep every digit, dates their milliseconds.
 *
 * <p>In the tree, whole numbers are of the smallest type that holds them, doubles are doubles, and decimals are
 * {@code BigDecimal} with the digits that the database has. Where a key stands twice, the last value counts.
 *
 * <p>Threading: may be used by any number of threads. The tree that comes out belongs to the caller.
 */
public final class PlainJson {
    private PlainJson() {}

    /**
     * Reads a document.
     *
     * @param extendedJson the text; a byte order mark before it is skipped
     * @throws MalformedDocumentException if it is not JSON or no object; the message says where
     */
    public static ObjectNode read(String extendedJson) {
        String text = extendedJson.startsWith("\uFEFF") ? extendedJson.substring(1) : extendedJson;
        return read(() -> ExtendedJsonSource.factory().createParser(text));
    }

    /**
     * Reads a document.
     *
     * @param extendedJson the text in UTF-8; a byte order mark before it is skipped
     * @throws MalformedDocumentException if it is not JSON or no object; the message says where
     */
    public static ObjectNode read(byte[] extendedJson) {
        return read(() -> ExtendedJsonSource.factory().createParser(extendedJson));
    }

    /**
     * What a document has at a pointer, as {@code read(extendedJson).at(pointer)} finds it, without a tree of the rest.
     *
     * @param extendedJson the text in UTF-8; a byte order mark before it is skipped
     * @throws MalformedDocumentException if it is not JSON or no object; the message says where
     */
    public static JsonNode at(byte[] extendedJson, JsonPointer pointer) {
        return read(
                () -> ExtendedJsonSource.factory().createParser(extendedJson),
                parser -> new PlainReader(parser).at(pointer));
    }

    private static ObjectNode read(Source source) {
        return read(source, parser -> new PlainReader(parser).document());
    }

    private static <T> T read(Source source, Reading<T> reading) {
        try (JsonParser parser = source.open()) {
            try {
                return reading.of(parser);
            } catch (JsonProcessingException malformed) {
                throw new MalformedDocumentException(
                        "The document is not Extended JSON: " + place(parser) + malformed.getOriginalMessage(),
                        malformed);
            }
        } catch (IOException malformed) {
            throw new MalformedDocumentException("The document is not UTF-8: " + malformed.getMessage(), malformed);
        }
    }

    private static String place(JsonParser parser) {
        var location = parser.currentLocation();
        String path = parser.getParsingContext().pathAsPointer().toString();
        return "line %d, column %d%s: "
                .formatted(location.getLineNr(), location.getColumnNr(), path.isEmpty() ? "" : ", at " + path);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonParser parser) throws IOException;
    }

    @FunctionalInterface
    private interface Source {
        JsonParser open() throws IOException;
    }
}
