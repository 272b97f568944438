package io.penstock.embedded.mongodb.oplog;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that happened.
 *
 * @param collectionId the collection's UUID; none for what concerns no collection
 * @param transaction the transaction it was part of
 */
public record OplogEntry(
        Position position,
        Instant wallTime,
        Namespace namespace,
        Optional<UUID> collectionId,
        Change change,
        Optional<Transaction> transaction) {

    /**
     * Names a transaction.
     *
     * @param lsid the session, with {@code id} and {@code uid}
     */
    public record Transaction(Document lsid, long number) {}

    /** About how many bytes the entry takes. */
    long size() {
        long size = 128;
        if (change instanceof Change.OfDocument ofDocument) {
            size += ofDocument.before().map(DocumentSize::of).orElse(0L);
        }
        if (change instanceof Change.Insert insert) {
            size += DocumentSize.of(insert.document());
        } else if (change instanceof Change.Replace replace) {
            size += DocumentSize.of(replace.document());
        } else if (change instanceof Change.Update update) {
            size += DocumentSize.of(update.description().updatedFields());
            size += update.after().map(DocumentSize::of).orElse(0L);
        }
        return size;
    }
}
