package io.penstock.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.Bulk;
import io.penstock.api.DatabaseException;
import io.penstock.api.Documents;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What one attempt may do with the database. Threads may share one. */
public final class AttemptAccess {
    private final DocumentAccess process;
    private final long changedAt;
    private final Account account;
    private final Executor callbacks;
    private final Outstanding outstanding = new Outstanding();

    AttemptAccess(DocumentAccess process, long changedAt, Account account, Executor callbacks) {
        this.process = process;
        this.changedAt = changedAt;
        this.account = account;
        this.callbacks = callbacks;
    }

    /**
     * Reads of a collection.
     *
     * @param collection database, a dot, collection
     * @throws IllegalArgumentException if it is of another form
     */
    public Documents documents(String collection) {
        return new AttemptDocuments(this, process.collection(collection));
    }

    /**
     * Writes to a collection.
     *
     * @param collection database, a dot, collection
     * @throws IllegalArgumentException if it is of another form
     * @throws DatabaseException if it must not be written
     */
    public Bulk bulk(String collection) {
        process.refusal(collection).ifPresent(reason -> {
            throw new DatabaseException("'" + collection + "' cannot be written by a handler: " + reason, false);
        });
        return new AttemptBulk(this, process.collection(collection));
    }

    /**
     * To be called when the handler has returned: it asks for no more writes.
     *
     * @return completes when all its writes are done; fails with the worst that became of one
     */
    public CompletableFuture<Void> written() {
        return outstanding.close();
    }

    Keys keys() {
        return process.keys();
    }

    DocumentForms forms() {
        return process.forms();
    }

    ObjectMapper json() {
        return process.json();
    }

    long changedAt() {
        return changedAt;
    }

    Account account() {
        return account;
    }

    Executor callbacks() {
        return callbacks;
    }

    Outstanding outstanding() {
        return outstanding;
    }
}
