package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all clients: their transactions, and which retryable writes were done. Whoever uses it keeps others
 * out meanwhile.
 */
public final class Sessions {
    private static final Duration TRANSACTION_LIFETIME = Duration.ofSeconds(60);
    private static final int MAX_SESSIONS = 10_000;

    private final ClusterClock clock;
    private final Consumer<List<OplogEntry>> oplog;
    private final Claims claims;
    private final Map<Object, Session> sessions = new LinkedHashMap<>();
    /** Those that have a transaction open, in the order in which these were begun. */
    private final Set<Session> inTransaction = new LinkedHashSet<>();

    private long ended;
    private final BinData nobody = new BinData(sha256OfNothing());

    /**
     * Sessions whose committed transactions go to this oplog.
     *
     * @param whenEnded is told when a transaction has ended, for those who wait for its documents
     */
    public Sessions(ClusterClock clock, Consumer<List<OplogEntry>> oplog, Runnable whenEnded) {
        this.clock = clock;
        this.oplog = oplog;
        this.claims = new Claims(() -> {
            ended++;
            whenEnded.run();
        });
    }

    /** How many transactions were committed or aborted so far. */
    public long ended() {
        return ended;
    }

    /** Aborts the transactions that have been open for longer than a server allows; their clients may be gone. */
    public void abortExpired() {
        Instant oldest = clock.wallTime().minus(TRANSACTION_LIFETIME);
        while (!inTransaction.isEmpty()) {
            Session first = inTransaction.iterator().next();
            if (first.open != null && !first.open.started().isBefore(oldest)) {
                return;
            }
            abandon(first);
        }
    }

    /** The journal of writes outside of transactions: each is told at once, at a time of its own. */
    public Journal direct() {
        return new Journal() {
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
                oplog.accept(List.of(new OplogEntry(
                        new Position(clock.tick(), 0),
                        clock.wallTime(),
                        namespace,
                        Optional.of(collection),
                        change,
                        Optional.empty())));
            }
        };
    }

    /**
     * The journal of a transaction.
     *
     * @param start whether the command begins it
     * @throws ServerError 251 if it is not open, 225 if a newer one was begun in the session
     */
    public Journal transaction(Document lsid, long number, boolean start) {
        Session session = session(lsid);
        if (start) {
            if (number <= session.number && session.open == null) {
                throw tooOld(session, number);
            }
            abandon(session);
            session.number = number;
            session.committed = false;
            session.statements.clear();
            session.open = new OpenTransaction(claims, number, clock.wallTime());
            inTransaction.add(session);
        }
        return open(session, number);
    }

    /** Commits; again if it was committed already, which does nothing. */
    public void commit(Document lsid, long number) {
        Session session = session(lsid);
        if (session.number == number && session.committed) {
            return;
        }
        List<OpenTransaction.Pending> changes = open(session, number).finish();
        session.open = null;
        inTransaction.remove(session);
        session.committed = true;
        if (changes.isEmpty()) {
            return;
        }
        long time = clock.tick();
        Instant wallTime = clock.wallTime();
        OplogEntry.Transaction mark =
                new OplogEntry.Transaction(new Document("id", session.lsid.get("id")).append("uid", nobody), number);
        List<OplogEntry> entries = new ArrayList<>(changes.size());
        for (OpenTransaction.Pending change : changes) {
            entries.add(new OplogEntry(
                    new Position(time, entries.size()),
                    wallTime,
                    change.namespace(),
                    Optional.of(change.collection()),
                    change.change(),
                    Optional.of(mark)));
        }
        oplog.accept(entries);
    }

    /**
     * Aborts and undoes.
     *
     * @throws ServerError 251 if it is not open
     */
    public void abort(Document lsid, long number) {
        Session session = session(lsid);
        open(session, number);
        abandon(session);
    }

    /** Aborts what is open in this session, if anything is. */
    public void end(Document lsid) {
        Session session = sessions.remove(lsid.get("id"));
        if (session != null) {
            abandon(session);
        }
    }

    /** Aborts all that is open: this member steps down. */
    public void abortAll() {
        List.copyOf(inTransaction).forEach(this::abandon);
    }

    /**
     * What was done of a retryable write.
     *
     * @throws ServerError 225 if the session has begun a newer one
     */
    public Statements statements(Document lsid, long number) {
        Session session = session(lsid);
        if (number < session.number) {
            throw tooOld(session, number);
        }
        if (number > session.number) {
            abandon(session);
            session.number = number;
            session.committed = false;
            session.statements.clear();
        }
        return new Statements() {
            @Override
            public Optional<Document> done(int statement) {
                return Optional.ofNullable(session.statements.get(statement));
            }

            @Override
            public void remember(int statement, Document result) {
                session.statements.put(statement, result);
            }
        };
    }

    private Session session(Document lsid) {
        Object id = lsid.get("id");
        Session session = sessions.remove(id);
        if (session == null) {
            session = new Session(lsid);
        }
        sessions.put(id, session);
        if (sessions.size() > MAX_SESSIONS) {
            Session oldest = sessions.values().iterator().next();
            end(oldest.lsid);
        }
        return session;
    }

    private static OpenTransaction open(Session session, long number) {
        OpenTransaction open = session.open;
        if (open == null || open.number() != number) {
            throw ServerError.noSuchTransaction(number, "It was never begun here, or it was committed or aborted.");
        }
        return open;
    }

    private void abandon(Session session) {
        inTransaction.remove(session);
        OpenTransaction open = session.open;
        session.open = null;
        if (open != null) {
            open.undo();
        }
    }

    private static ServerError tooOld(Session session, long number) {
        return new ServerError(
                225,
                "TransactionTooOld",
                "Retryable write with txnNumber " + number + " is prohibited on session " + session.lsid
                        + " because a newer retryable write with txnNumber " + session.number
                        + " has already started on this session.");
    }

    private static byte[] sha256OfNothing() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(new byte[0]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
