package io.penstock.processor.task;

import io.penstock.api.Operation;

/**
 * One change of one document, or one snapshot read, as Debezium tells it.
 *
 * @param collection the collection with its database
 * @param documentId the document's id as JSON, from the record's key
 * @param operation what happened
 * @param position where in the database's history
 * @param changedAt when, as the source says: milliseconds since 1970
 * @param contents what it says of the document
 * @param origin the record that told it
 */
public record ChangeEvent(
        String collection,
        String documentId,
        Operation operation,
        Position position,
        long changedAt,
        Contents contents,
        Origin origin) {
    /** What an insert says of the life that it begins, but not of itself: right before it. */
    public ChangeEvent beginning() {
        return new ChangeEvent(collection, documentId, operation, position.beforeInsert(), changedAt, contents, origin);
    }
}
