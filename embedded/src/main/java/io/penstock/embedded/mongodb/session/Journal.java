package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a command does of its statements, and where it writes down what they changed. */
public interface Journal {

    /**
     * What a statement came to.
     *
     * @param again whether it was done before, and not now
     */
    record Performed(Document result, boolean again) {}

    /**
     * Runs one statement, unless it was done before: a driver that lost the reply to a retryable write sends it again with the
     * same number, and the first may have waited for a transaction's end until then, as the second may. What the statement
     * changed is told at its end, or at the end of its transaction.
     *
     * @throws ServerError 225 if the session has begun something newer meanwhile
     */
    Performed perform(int statement, Supplier<Document> action);

    /**
     * Makes a collection, most often for what is written to it first.
     *
     * @param make makes it
     * @param undo makes it unmade, for a transaction that is aborted
     */
    void create(Namespace namespace, UUID collection, Change.Create change, Runnable make, Runnable undo);

    /**
     * Says that a collection is about to be changed, or documents in it.
     *
     * @throws ServerError 112 if an open transaction of somebody else has made it
     */
    void enter(UUID collection);

    /**
     * Says that a document is about to be changed.
     *
     * @param committed the document before; none if there is none
     * @throws ServerError 112 if an open transaction of somebody else has changed it
     */
    void claim(UUID collection, @Nullable Object id, Optional<Document> committed);

    /**
     * Says what is sought, to be changed.
     *
     * @throws ServerError 112 if an open transaction of somebody else has changed or deleted a document that was like that
     */
    void seek(UUID collection, Predicate<Document> sought);

    /**
     * Notes a change that was made.
     *
     * @param undo makes it unmade, for a transaction that is aborted
     */
    void record(Namespace namespace, UUID collection, Change change, Runnable undo);
}
