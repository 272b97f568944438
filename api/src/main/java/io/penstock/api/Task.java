package io.penstock.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One piece of work, made of one change of one document for one job. Immutable, safe for use by several threads.
 *
 * <p>Its identity is (job, collection, id, version), and the document where ids are not the documents' own: two tasks that
 * agree in these are the same work.
 */
public interface Task {
    /** The name of the job, as in the configuration. */
    String job();

    /** The document's collection, with its database: {@code shop.orders}. */
    String collection();

    /** The task's id: what the job's {@code task-id} points at, by default the document's id as text. */
    String id();

    /** The document's id as JSON (relaxed Extended JSON): {@code 1}, {@code "abc"}, {@code {"$oid":"…"}}. */
    String documentId();

    /** Which state of the document it is about: grows with the document's history, compares as text does. */
    String version();

    /** What decides in which lane the task waits: tasks with one shard key run one at a time, in order. */
    String shardKey();

    /** What happened to the document. */
    Operation operation();

    /**
     * The document as plain JSON, empty for a delete. Dates are ISO-8601 text, ids of type ObjectId are their
     * hexadecimal digits, whole numbers and decimals keep every digit.
     *
     * @throws MalformedDocumentException if what the database sent is no JSON
     */
    Optional<JsonNode> document();

    /** What the update changed, as Debezium's {@code updateDescription}; empty unless the change was an update. */
    Optional<JsonNode> updateDescription();

    /**
     * A text that is the same for every attempt at this task, through restarts and crashes, and for no other task. Hand
     * it to the systems that the handler calls, so that they can drop what they have done already.
     *
     * <p>It is {@code job/collection/id/version}, each part percent-encoded: of letters, digits, {@code - . _ ~} and
     * {@code %} alone, and so fit for a header, a path or a file's name. Where the id is not the document's own,
     * {@code /documentId} follows: all documents of a snapshot have one version. An HTTP endpoint gets the same text as
     * its {@code Idempotency-Key}.
     */
    default String idempotencyKey() {
        String key = String.join(
                "/",
                PercentEncoding.of(job()),
                PercentEncoding.of(collection()),
                PercentEncoding.of(id()),
                PercentEncoding.of(version()));
        return hasDocumentsId() ? key : key + "/" + PercentEncoding.of(documentId());
    }

    /** Whether {@link #id} is the document's own, so that no other document has it. */
    default boolean hasDocumentsId() {
        return true;
    }
}
