package io.penstock.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which collections are not the users': jobs must not watch them, and handlers must not write them. */
public final class OwnCollections {
    /** The database that Penstock keeps for itself. */
    public static final String DATABASE = "penstock";

    private static final List<String> OWN = List.of("penstock.results", "penstock.ledger", "penstock.signals");
    private static final Set<String> DATABASES_OF_MONGODB = Set.of("admin", "config", "local");

    private OwnCollections() {}

    /** Whether a pattern covers what Penstock itself writes. */
    public static boolean isOwn(CollectionPattern pattern) {
        return pattern.database().equals(DATABASE)
                || OWN.stream().anyMatch(pattern::speaksOf)
                || pattern.collection().equals(CollectionPattern.SIGNALS);
    }

    /** Whether a pattern names what is MongoDB's own. */
    public static boolean isMongodbs(CollectionPattern pattern) {
        return DATABASES_OF_MONGODB.contains(pattern.database())
                || pattern.collection().startsWith("system.");
    }

    /**
     * Why a handler must not write a collection; empty if it may.
     *
     * @param collection its name, with its database
     * @param jobs the jobs of the deployment
     * @throws IllegalArgumentException if it is of another form
     */
    public static Optional<String> refusal(String collection, List<JobSettings> jobs) {
        CollectionPattern name = CollectionPattern.of(collection);
        if (isOwn(name)) {
            return Optional.of("Penstock itself writes it");
        }
        if (isMongodbs(name)) {
            return Optional.of("it is MongoDB's own");
        }
        return jobs.stream()
                .filter(job -> job.selection().collections().stream()
                        .anyMatch(pattern -> CollectionPattern.of(pattern).matches(collection)))
                .findFirst()
                .map(job ->
                        "the job '" + job.name() + "' watches it, and jobs could feed themselves for ever. Write to a"
                                + " collection that no job watches, or call a service that decides");
    }
}
