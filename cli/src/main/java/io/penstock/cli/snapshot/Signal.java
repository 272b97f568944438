package io.penstock.cli.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bson.Document;

/**
 * Something that Debezium's connector is asked for.
 *
 * @param id by which its notifications name it
 * @param type what it is
 * @param data the rest
 */
record Signal(String id, String type, Document data) {
    private static final String INCREMENTAL = "INCREMENTAL";

    /**
     * Asks for a collection, or for what a filter takes of it. To which collections of those a filter belongs Debezium finds out by
     * a regular expression, and by nothing else: a name with a sign of those matches itself only if it is quoted.
     */
    static Signal execute(String collection, Optional<String> filter) {
        Document data = data(collection);
        filter.ifPresent(it -> data.append(
                "additional-conditions",
                new ArrayList<>(
                        List.of(new Document("data-collection", Pattern.quote(collection)).append("filter", it)))));
        return new Signal(UUID.randomUUID().toString(), "execute-snapshot", data);
    }

    /** Asks that no more of a collection be read. */
    static Signal stop(String collection) {
        return new Signal(UUID.randomUUID().toString(), "stop-snapshot", data(collection));
    }

    private static Document data(String collection) {
        return new Document("data-collections", new ArrayList<>(List.of(collection))).append("type", INCREMENTAL);
    }
}
