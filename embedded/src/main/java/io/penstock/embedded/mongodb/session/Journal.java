package io.penstock.embedded.mongodb.session;

import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a command writes down what it changed. */
public interface Journal {

    /**
     * Says that a document is about to be changed.
     *
     * @throws ServerError 112 if an open transaction of somebody else has changed it
     */
    void claim(UUID collection, @Nullable Object id);

    /**
     * Notes a change that was made.
     *
     * @param undo makes it unmade, for a transaction that is aborted
     */
    void record(Namespace namespace, UUID collection, Change change, Runnable undo);
}
