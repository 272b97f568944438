package io.penstock.processor.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.penstock.api.Operation;
import io.penstock.processor.intake.Envelope.Source;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads Debezium's envelope, with or without a schema around it, in one pass: the document is taken out as the text that
 * it is and not parsed. Threads may share one.
 */
final class EnvelopeReader {
    /** A document has up to 16 MiB in BSON; as JSON in JSON, binary data and escaped quotes make it a few times longer. */
    private static final int LONGEST_TEXT = 256 * 1024 * 1024;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    /** Reads the value of a record. */
    Envelope read(Raw value) throws MalformedRecordException {
        try (JsonParser parser = json.createParser(value.bytes())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnEnvelope("it is JSON, but no object");
            }
            return new Pass(parser, value).envelope();
        } catch (IOException e) {
            throw notJson("value", e);
        }
    }

    /** Reads the document's id, as JSON, from the key of a record. */
    String documentId(Optional<Raw> key) throws MalformedRecordException {
        Raw bytes = key.orElseThrow(
                () -> new MalformedRecordException(DeadLetterReason.ID_MISSING, "The record has no key."));
        try (JsonParser parser = json.createParser(bytes.bytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                    JsonToken token = parser.nextToken();
                    if (field.equals("id") && token == JsonToken.VALUE_STRING) {
                        return parser.getText();
                    }
                    // With schemas on, the key proper stands one level deeper.
                    if (!(field.equals("payload") && token == JsonToken.START_OBJECT)) {
                        parser.skipChildren();
                    }
                }
            }
            throw new MalformedRecordException(
                    DeadLetterReason.ID_MISSING, "The record's key has no field 'id' with text: " + start(bytes));
        } catch (IOException e) {
            throw new MalformedRecordException(
                    DeadLetterReason.ID_MISSING, "The record's key is no JSON: " + start(bytes), e);
        }
    }

    private static MalformedRecordException notJson(String what, IOException e) {
        String message = e instanceof JsonParseException parse ? parse.getOriginalMessage() : e.getMessage();
        return new MalformedRecordException(
                DeadLetterReason.NOT_JSON, "The record's " + what + " is not JSON: " + message, e);
    }

    private static MalformedRecordException notAnEnvelope(String why) {
        return new MalformedRecordException(
                DeadLetterReason.NOT_AN_ENVELOPE, "The record's value is not Debezium's envelope: " + why + ".");
    }

    private static String start(Raw bytes) {
        int length = Math.min(bytes.size(), 100);
        return Raw.of(Arrays.copyOf(bytes.bytes(), length)).toString();
    }

    /** One pass over one value. */
    private static final class Pass {
        private final JsonParser parser;
        private final Raw value;
        private Optional<String> operation = Optional.empty();
        private Optional<Source> source = Optional.empty();
        private Optional<Raw> after = Optional.empty();
        private Optional<Raw> before = Optional.empty();
        private Optional<Raw> updateDescription = Optional.empty();

        Pass(JsonParser parser, Raw value) {
            this.parser = parser;
            this.value = value;
        }

        Envelope envelope() throws IOException, MalformedRecordException {
            fields();
            if (parser.nextToken() != null) {
                throw notAnEnvelope("something follows after its end");
            }
            String code = operation.orElseThrow(() -> notAnEnvelope("it has no field 'op'"));
            Operation known = Operation.ofCode(code)
                    .orElseThrow(() -> notAnEnvelope("its field 'op' is '" + code + "', and not c, u, d or r"));
            Source where = source.orElseThrow(() -> notAnEnvelope("it has no field 'source'"));
            return new Envelope(known, where, new Contents(after, before, updateDescription));
        }

        private void fields() throws IOException, MalformedRecordException {
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "payload" -> {
                        if (token == JsonToken.START_OBJECT) {
                            fields();
                        }
                    }
                    case "op" -> operation = text(field, token).map(Raw::toString);
                    case "after" -> after = text(field, token);
                    case "before" -> before = text(field, token);
                    case "updateDescription" -> updateDescription = slice(token);
                    case "source" -> source = source(token);
                    default -> parser.skipChildren();
                }
            }
        }

        private Optional<Raw> text(String field, JsonToken token) throws IOException, MalformedRecordException {
            return switch (token) {
                case VALUE_NULL -> Optional.empty();
                case VALUE_STRING -> {
                    int quote = (int) parser.currentTokenLocation().getByteOffset();
                    Optional<Raw> content = JsonText.at(value.bytes(), quote);
                    yield content.isPresent() ? content : Optional.of(Raw.of(parser.getText()));
                }
                default ->
                    throw notAnEnvelope("its field '%s' is %s where text or null belongs"
                            .formatted(field, token.name().toLowerCase(Locale.ROOT)));
            };
        }

        /** The bytes of an object, as they stand in the value. */
        private Optional<Raw> slice(JsonToken token) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return Optional.empty();
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            return Optional.of(Raw.of(Arrays.copyOfRange(value.bytes(), from, to)));
        }

        private Optional<Source> source(JsonToken token) throws IOException, MalformedRecordException {
            if (token != JsonToken.START_OBJECT) {
                throw notAnEnvelope("its field 'source' is no object");
            }
            String database = "";
            String collection = "";
            long changedAt = 0;
            long ordinal = 0;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken content = parser.nextToken();
                switch (field) {
                    case "db" -> database = parser.getValueAsString("");
                    case "collection" -> collection = parser.getValueAsString("");
                    case "ts_ms" -> changedAt = parser.getValueAsLong();
                    case "ord" -> ordinal = parser.getValueAsLong();
                    default -> {
                        if (content.isStructStart()) {
                            parser.skipChildren();
                        }
                    }
                }
            }
            if (database.isEmpty() || collection.isEmpty()) {
                throw notAnEnvelope("its field 'source' does not name database and collection");
            }
            return Optional.of(new Source(database + "." + collection, changedAt, ordinal));
        }
    }
}
