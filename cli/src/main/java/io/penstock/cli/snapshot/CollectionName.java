package io.penstock.cli.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The name of a collection in what Debezium is asked for. It takes that for a regular expression, and where no collection that it
 * has seen matches, for the name (its {@code expandAndDedupeDataCollectionIds}): so it cannot be quoted. Of one that is no
 * expression it says nothing, and if it is to stop, the snapshot that runs stands still.
 */
public final class CollectionName {
    private CollectionName() {}

    /**
     * Why Debezium cannot be asked for the collection; empty if it can.
     *
     * @param watched finds the collections that it may have seen; asked only where the name does not match itself
     */
    public static Optional<String> objection(String collection, Supplier<List<String>> watched) {
        // As String.trim() does, by which Debezium cuts.
        if (!collection.trim().equals(collection)) {
            return Optional.of("Debezium cuts blanks off the ends of the name '" + collection
                    + "' when it is asked for that collection, and would look for another one.");
        }
        try {
            Pattern expression = Pattern.compile(collection);
            return expression.matcher(collection).matches()
                    ? Optional.empty()
                    : watched.get().stream()
                            .filter(expression.asMatchPredicate())
                            .findFirst()
                            .map(other -> takenForExpression("'" + other + "' matches that, and '" + collection
                                    + "' itself does not: it would read '" + other + "' in its place."));
        } catch (PatternSyntaxException e) {
            return Optional.of(takenForExpression("'" + collection + "' is none: " + e.getDescription() + "."));
        }
    }

    private static String takenForExpression(String consequence) {
        return "Debezium takes the name of a collection that it is asked for for a regular expression, and "
                + consequence;
    }
}
