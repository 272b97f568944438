package io.penstock.cli.snapshot;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The name of a collection in what Debezium is asked for. It takes that for a regular expression, and where no collection that it
 * has seen matches, for the name (its {@code expandAndDedupeDataCollectionIds}): so it cannot be quoted. Of one that is no
 * expression it says nothing, and if it is to stop, the snapshot that runs stands still.
 */
public final class CollectionName {
    private CollectionName() {}

    /** Why Debezium cannot be asked for the collection; empty if it can. */
    public static Optional<String> objection(String collection) {
        // As String.trim() does, by which Debezium cuts.
        if (!collection.trim().equals(collection)) {
            return Optional.of("Debezium cuts blanks off the ends of the name '" + collection
                    + "' when it is asked for that collection, and would look for another one.");
        }
        try {
            Pattern.compile(collection);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    "Debezium takes the name of a collection that it is asked for for a regular expression, and '"
                            + collection + "' is none: " + e.getDescription() + ".");
        }
    }
}
