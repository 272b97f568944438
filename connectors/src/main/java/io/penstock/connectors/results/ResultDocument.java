package io.penstock.connectors.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A result as a document: what its record's headers and its value say. One for each (job, collection, task id); the one of
 * the newest version stays.
 *
 * <p>{@link Entry#ORDER} is the version as far as it has an order: texts that compare, in MongoDB as elsewhere, as the
 * document's history went.
 */
final class ResultDocument {
    /** What a version ends with that has no order: of two such the one that comes later counts. */
    private static final Pattern UNORDERED = Pattern.compile("\\.#.*", Pattern.DOTALL);

    private static final String RESULT = "result";
    private static final String AS_TEXT = "resultJson";
    private static final String TOO_LARGE = "resultTooLarge";
    private static final int MAX_BYTES = 15 << 20;
    /** An element such as {@code ,0} or {@code ,[]} has two or three characters as JSON, and up to fourteen bytes as BSON. */
    private static final int MOST_BY_JSON = 10;

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private ResultDocument() {}

    /**
     * Where a record comes from.
     *
     * @param time when it was written: milliseconds since 1970
     */
    record Source(String topic, int partition, long offset, long time) {}

    /**
     * The document.
     *
     * @param header gives a header's text by its name
     * @param value the result, as JSON in UTF-8; empty where there is none
     * @return empty if the record is no result of Penstock's: it has not its headers
     */
    static Optional<BsonDocument> of(Function<String, Optional<String>> header, byte[] value, Source source) {
        Optional<String> job = header.apply(HeaderNames.JOB);
        Optional<String> collection = header.apply(HeaderNames.COLLECTION);
        Optional<String> taskId = header.apply(HeaderNames.TASK_ID);
        Optional<String> version = header.apply(HeaderNames.VERSION);
        if (job.isEmpty() || collection.isEmpty() || taskId.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        BsonDocument document = new BsonDocument(Entry.ID, id(job.get(), collection.get(), taskId.get()))
                .append("job", new BsonString(job.get()))
                .append("collection", new BsonString(collection.get()))
                .append("taskId", new BsonString(taskId.get()))
                .append("version", new BsonString(version.get()))
                .append(
                        Entry.ORDER,
                        new BsonString(UNORDERED.matcher(version.get()).replaceFirst("")));
        header.apply(HeaderNames.DOCUMENT_ID).ifPresent(json -> document.append("documentId", documentId(json)));
        text(document, "shardKey", header.apply(HeaderNames.SHARD_KEY));
        text(document, "operation", header.apply(HeaderNames.OPERATION));
        number(document, "attempts", header.apply(HeaderNames.ATTEMPTS));
        number(document, "round", header.apply(HeaderNames.ROUND));
        header.apply(HeaderNames.CHANGED_AT).ifPresent(time -> document.append("changedAt", time(time)));
        header.apply(HeaderNames.REPLAY).ifPresent(is -> document.append("replay", BsonBoolean.TRUE));
        document.append("settledAt", new BsonDateTime(source.time()))
                .append(
                        "source",
                        new BsonDocument("topic", new BsonString(source.topic()))
                                .append("partition", new BsonInt32(source.partition()))
                                .append("offset", new BsonInt64(source.offset())));
        result(document, value);
        return Optional.of(document);
    }

    private static BsonDocument id(String job, String collection, String taskId) {
        return new BsonDocument("job", new BsonString(job))
                .append("collection", new BsonString(collection))
                .append("taskId", new BsonString(taskId));
    }

    private static void result(BsonDocument document, byte[] value) {
        if (value.length > MAX_BYTES) {
            document.append(TOO_LARGE, new BsonInt32(value.length));
            return;
        }
        String text = new String(value, UTF_8);
        Optional<BsonValue> bson = value.length == 0 ? Optional.of(BsonNull.VALUE) : PlainBson.of(text);
        document.append(bson.isPresent() ? RESULT : AS_TEXT, bson.orElseGet(() -> new BsonString(text)));
        // The driver refuses what is too large before a server could, and all that is sent with it.
        if (value.length > MAX_BYTES / MOST_BY_JSON && bytes(document) > MAX_BYTES) {
            document.remove(RESULT);
            document.remove(AS_TEXT);
            document.append(TOO_LARGE, new BsonInt32(value.length));
        }
    }

    private static int bytes(BsonDocument document) {
        return new RawBsonDocument(document, CODEC).getByteBuffer().remaining();
    }

    private static BsonValue documentId(String json) {
        return ExtendedJson.value(json).orElseGet(() -> new BsonString(json));
    }

    private static BsonValue time(String iso) {
        try {
            return new BsonDateTime(Instant.parse(iso).toEpochMilli());
        } catch (DateTimeParseException foreign) {
            return new BsonString(iso);
        }
    }

    private static void text(BsonDocument document, String name, Optional<String> text) {
        text.ifPresent(given -> document.append(name, new BsonString(given)));
    }

    private static void number(BsonDocument document, String name, Optional<String> text) {
        text.filter(given -> given.matches("\\d{1,9}"))
                .ifPresent(given -> document.append(name, new BsonInt32(Integer.parseInt(given))));
    }
}
