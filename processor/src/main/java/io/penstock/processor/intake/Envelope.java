package io.penstock.processor.intake;

import io.penstock.api.Operation;
import io.penstock.processor.task.Contents;

/**
 * What Debezium's envelope for MongoDB says, as far as Penstock looks at it.
 *
 * @param operation what happened
 * @param source where and when
 * @param contents what it says of the document
 */
record Envelope(Operation operation, Source source, Contents contents) {
    /**
     * Where and when a change happened.
     *
     * @param collection the collection with its database
     * @param changedAt milliseconds since 1970: wall time since MongoDB 6, before that the cluster time's whole second
     * @param ordinal ordinal within the second of the cluster time; -1 for a snapshot's read
     */
    record Source(String collection, long changedAt, long ordinal) {}
}
