package io.penstock.documents;

import java.util.Optional;

/**
 * What is known of a document.
 *
 * @param asOf cluster time: what is said holds for this time or a later one. Not the time in the server's reply, which may
 *     be later than what was read, but the one that the server was asked to have reached before
 * @param known whether anything is known: else only that what holds for an earlier time is out of date
 * @param document in relaxed Extended JSON, UTF-8; empty: there is none
 */
record Stored(long asOf, boolean known, Optional<byte[]> document) {
    private static final int OVERHEAD = 200;

    /** Whether it is as new as a change at this cluster time. */
    boolean isAsNewAs(long changedAt) {
        return known && Long.compareUnsigned(asOf, changedAt) >= 0;
    }

    /** The one that says more. */
    static Stored newer(Stored one, Stored other) {
        return Long.compareUnsigned(one.asOf, other.asOf) > 0 ? one : other;
    }

    /** Bytes that it takes with its key, about. */
    int weight(Key key) {
        return OVERHEAD
                + 2 * key.canonical().length()
                + document.map(json -> json.length).orElse(0);
    }
}
