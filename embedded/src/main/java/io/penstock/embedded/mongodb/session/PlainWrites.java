package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes outside of transactions. What one statement changed is told at its end, each change at a time of its own, and in one
 * piece with its result: else a server that is killed in between would do again what is sent again.
 */
final class PlainWrites implements Journal {
    /** The number of a retryable write in its session. */
    record Retryable(Document lsid, long number) {}

    private record Told(OplogEntry entry, Runnable undo) {}

    private final Claims claims;
    private final ClusterClock clock;
    private final SessionTable table;
    private final Sessions.Log log;
    private final Optional<Retryable> retryable;
    private final List<Told> changes = new ArrayList<>();

    PlainWrites(
            Claims claims, ClusterClock clock, SessionTable table, Sessions.Log log, Optional<Retryable> retryable) {
        this.claims = claims;
        this.clock = clock;
        this.table = table;
        this.log = log;
        this.retryable = retryable;
    }

    @Override
    public Performed perform(int statement, Supplier<Document> action) {
        Optional<Document> done = retryable.flatMap(write -> table.result(write.lsid(), write.number(), statement));
        if (done.isPresent()) {
            return new Performed(done.get(), true);
        }
        Document result;
        try {
            result = action.get();
        } catch (RuntimeException e) {
            // What a statement changed before it failed stays, as on a server.
            tell(Optional.empty());
            throw e;
        }
        Document kept = new Document(result);
        tell(retryable.map(write -> new StatementResult(write.lsid(), write.number(), statement, kept)));
        return new Performed(result, false);
    }

    @Override
    public void create(Namespace namespace, UUID collection, Change.Create change, Runnable make, Runnable undo) {
        // Kept first: what is written to a collection that is not in the log would be lost with the next start.
        log.append(List.of(entry(namespace, collection, change)), Optional.empty());
        make.run();
    }

    @Override
    public void enter(UUID collection) {
        claims.requireMade(collection, Optional.empty());
    }

    @Override
    public void claim(UUID collection, @Nullable Object id, Optional<Document> committed) {
        claims.requireFree(collection, id);
    }

    @Override
    public void seek(UUID collection, Predicate<Document> sought) {
        claims.requireFree(collection, sought, Optional.empty());
    }

    @Override
    public void record(Namespace namespace, UUID collection, Change change, Runnable undo) {
        changes.add(new Told(entry(namespace, collection, change), undo));
    }

    private OplogEntry entry(Namespace namespace, UUID collection, Change change) {
        return new OplogEntry(
                new Position(clock.tick(), 0),
                clock.wallTime(),
                namespace,
                Optional.of(collection),
                change,
                Optional.empty());
    }

    private void tell(Optional<StatementResult> statement) {
        List<Told> done = List.copyOf(changes);
        changes.clear();
        if (!done.isEmpty()) {
            try {
                log.append(done.stream().map(Told::entry).toList(), statement);
            } catch (RuntimeException e) {
                for (int i = done.size() - 1; i >= 0; i--) {
                    done.get(i).undo().run();
                }
                throw e;
            }
        }
        statement.ifPresent(result -> table.done(result, clock.wallTime()));
    }
}
