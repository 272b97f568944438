package io.penstock.connectors.engine;

import com.mongodb.MongoException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place that was overwritten in a capped collection before it was read. The oplog is one, and then the history is lost. One that
 * is watched is another matter: it wrapped past a snapshot that was reading it.
 */
final class CappedCollection {
    /** CappedPositionLost. */
    private static final int POSITION_LOST = 136;

    /** What Debezium says that it was doing in a first snapshot, and in an incremental one. */
    private static final Pattern SNAPSHOT = Pattern.compile(
            "Snapshotting of collection (\\S+) failed|(?:attempting to sync|chunk query key for|maximum key for) '([^']+)'");

    private CappedCollection() {}

    /** Whether the oplog has overwritten what a stream would have read next. */
    static boolean isOplog(List<Throwable> chain) {
        return isOverwritten(chain) && inSnapshot(chain).isEmpty();
    }

    /**
     * What comes of it if a snapshot was reading.
     *
     * @param chain an error and its causes
     * @param message what is told of it
     * @return empty if that is not what happened
     */
    static Optional<Failure> inSnapshot(List<Throwable> chain, String message) {
        return isOverwritten(chain)
                ? inSnapshot(chain)
                        .map(collection -> new Failure.Lasting("The capped collection " + collection
                                + " has overwritten documents before the snapshot had read them; whatever is read anew may meet"
                                + " with the same. Do not watch a capped collection that wraps so fast: take it out of the jobs, or"
                                + " make it larger (collMod with cappedSize). Or read it faster, with a higher"
                                + " debezium.snapshot.fetch.size, and a higher governor.floor if there is a governor. ("
                                + message
                                + ")"))
                : Optional.empty();
    }

    private static boolean isOverwritten(List<Throwable> chain) {
        return chain.stream()
                .anyMatch(cause -> cause instanceof MongoException exception && exception.getCode() == POSITION_LOST);
    }

    /** The collection that a snapshot was reading, by what is told of the error. */
    private static Optional<String> inSnapshot(List<Throwable> chain) {
        return chain.stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .flatMap(message -> SNAPSHOT.matcher(message).results())
                .flatMap(CappedCollection::named)
                .findFirst();
    }

    private static Stream<String> named(MatchResult found) {
        return Stream.of(1, 2).map(found::group).flatMap(Stream::ofNullable);
    }
}
