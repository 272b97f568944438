package io.penstock.api;

import java.util.concurrent.CompletionStage;

/**
 * Writes to one collection, for one attempt. Writes of all attempts that run in the process are gathered into few requests.
 * Safe for use by several threads.
 *
 * <p><b>When they are done.</b> The task is settled only when a majority of the servers has confirmed all writes of its
 * attempt; there is no need to wait for them. If one fails, the attempt has not succeeded, whatever its handler says: it is tried
 * again if that may help, and given up if it cannot. Others may then have been done: as all effects of handlers, writes
 * happen at least once, so write what is, and not what changes.
 *
 * <p><b>Order.</b> Writes to one document are done in the order in which they were asked for, also by different attempts.
 *
 * <p>Documents are whatever Jackson writes as an object, read as Extended JSON: {@code {"$oid": "…"}} becomes an ObjectId,
 * {@code {"$date": "…"}} a date. Ids are exactly what {@link DocumentKey#of} makes of them: a text stays a text.
 *
 * <p>The stages that come back complete when the write is confirmed, and fail with a {@link DatabaseException}; most
 * handlers have no use for them. An {@link IllegalArgumentException} comes at once for what cannot be an id or a document.
 */
public interface Bulk {
    /**
     * Puts a document in the place of what the id has, or adds it if it has nothing.
     *
     * @param document without {@code _id}, or with the same
     */
    CompletionStage<Void> upsert(Object id, Object document);

    /**
     * Sets fields of a document, and leaves its others as they are; adds the document if there is none.
     *
     * @param fields at least one; a name with dots leads into the document: {@code address.city}
     */
    CompletionStage<Void> set(Object id, Object fields);

    /** Deletes a document; it is no failure if there is none. */
    CompletionStage<Void> delete(Object id);
}
