package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction under way. Its writes are in the collections at once, so that it reads what it wrote; the oplog gets
 * them when it commits. Others read them too, isolation is not promised; but change streams look up what is committed.
 */
final class OpenTransaction implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransaction.class);

    /** A change that the oplog is to get. */
    record Pending(Namespace namespace, UUID collection, Change change, Runnable undo) {
        OplogEntry entry(Position position, Instant wallTime, Optional<OplogEntry.Transaction> mark) {
            return new OplogEntry(position, wallTime, namespace, Optional.of(collection), change, mark);
        }
    }

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
    public Performed perform(int statement, Supplier<Document> action) {
        return new Performed(action.get(), false);
    }

    @Override
    public void create(Namespace namespace, UUID collection, Change.Create change, Runnable make, Runnable undo) {
        make.run();
        claims.made(collection, this);
        record(namespace, collection, change, undo);
    }

    @Override
    public void enter(UUID collection) {
        claims.requireMade(collection, Optional.of(this));
    }

    @Override
    public void claim(UUID collection, @Nullable Object id, Optional<Document> committed) {
        claims.take(collection, id, committed, this);
    }

    @Override
    public void seek(UUID collection, Predicate<Document> sought) {
        claims.requireFree(collection, sought, Optional.of(this));
    }

    @Override
    public void record(Namespace namespace, UUID collection, Change change, Runnable undo) {
        changes.add(new Pending(namespace, collection, change, undo));
    }

    List<Pending> changes() {
        return List.copyOf(changes);
    }

    /** What it changed stays. */
    void release() {
        claims.release(this);
    }

    /** Puts all back, whatever becomes of one change: what stayed claimed here could never be written again. */
    void undo() {
        for (int i = changes.size() - 1; i >= 0; i--) {
            undo(changes.get(i));
        }
        claims.release(this);
    }

    private void undo(Pending pending) {
        try {
            pending.undo().run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "A document of {} stays as a transaction left it that was aborted: another has taken a value of a"
                            + " unique index meanwhile. Write it anew.",
                    pending.namespace(),
                    e);
        }
    }
}
