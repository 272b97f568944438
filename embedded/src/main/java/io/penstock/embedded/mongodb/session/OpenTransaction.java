package io.penstock.embedded.mongodb.session;

import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transaction under way. Its writes are in the collections at once, so that it reads what it wrote; the oplog gets
 * them when it commits. Others see them too: isolation is not promised.
 */
final class OpenTransaction implements Journal {

    /** A change that the oplog is to get. */
    record Pending(Namespace namespace, UUID collection, Change change, Runnable undo) {}

    private final Claims claims;
    private final long number;
    private final Instant started;
    private final List<Pending> changes = new ArrayList<>();

    OpenTransaction(Claims claims, long number, Instant started) {
        this.claims = claims;
        this.number = number;
        this.started = started;
    }

    long number() {
        return number;
    }

    Instant started() {
        return started;
    }

    @Override
    public void claim(UUID collection, @Nullable Object id) {
        claims.take(collection, id, this);
    }

    @Override
    public void record(Namespace namespace, UUID collection, Change change, Runnable undo) {
        changes.add(new Pending(namespace, collection, change, undo));
    }

    List<Pending> finish() {
        claims.release(this);
        return List.copyOf(changes);
    }

    void undo() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            changes.get(i).undo().run();
        }
        claims.release(this);
    }
}
