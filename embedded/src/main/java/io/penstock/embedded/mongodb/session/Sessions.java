package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all clients: their transactions, and which retryable writes were done. Whoever uses it keeps others
 * out meanwhile.
 */
public final class Sessions {
    private static final Duration TRANSACTION_LIFETIME = Duration.ofSeconds(60);

    /** Where changes go. */
    public interface Log {
        /**
         * Appends what was changed in one piece.
         *
         * @param statement what a client is answered who sends the same again
         */
        void append(List<OplogEntry> entries, Optional<StatementResult> statement);
    }

    private final ClusterClock clock;
    private final SessionTable table;
    private final Log log;
    private final Claims claims;
    /** Those that have a transaction open, in the order in which these were begun. */
    private final Set<Session> inTransaction = new LinkedHashSet<>();

    private final BinData nobody = new BinData(sha256OfNothing());
    private long ended;

    /**
     * Sessions of which some may have been there before.
     *
     * @param log gets what plain writes and committed transactions changed
     * @param whenEnded is told when a transaction has ended, for those who wait for its documents
     */
    public Sessions(ClusterClock clock, SessionTable table, Log log, Runnable whenEnded) {
        this.clock = clock;
        this.table = table;
        this.log = log;
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

    /**
     * A document as it was before an open transaction changed it.
     *
     * @param present the document as it is; it stays that if no transaction has changed it
     */
    public Optional<Document> committed(UUID collection, @Nullable Object id, Optional<Document> present) {
        return claims.committed(collection, id, present);
    }

    /** The journal of a write outside of transactions. */
    public Journal plain() {
        return plain(Optional.empty());
    }

    /**
     * The journal of a write that may be sent again.
     *
     * @throws ServerError 225 if the session has begun something newer, 217 if its number is that of a transaction
     */
    public Journal retryable(Document lsid, long number) {
        Session session = session(lsid);
        session.requireNewestWrite(number);
        if (number > session.number) {
            abandon(session);
            session.begin(number, Session.State.WRITE);
        }
        return plain(Optional.of(new PlainWrites.Retryable(lsid, number)));
    }

    private Journal plain(Optional<PlainWrites.Retryable> retryable) {
        return new PlainWrites(claims, clock, table, log, retryable);
    }

    /**
     * The journal of a transaction.
     *
     * @param start whether the command begins it
     * @throws ServerError 251 if it is not open, 256 if it was committed, 225 if something newer was begun in the session, 117 if
     *     it is begun once more
     */
    public Journal transaction(Document lsid, long number, boolean start) {
        Session session = session(lsid);
        if (start) {
            session.requireNewTransaction(number);
            abandon(session);
            session.begin(number, Session.State.OPEN);
            session.open = new OpenTransaction(claims, number, clock.wallTime());
            inTransaction.add(session);
        }
        return session.requireOpen(number);
    }

    /**
     * Commits; again if it was committed already, which does nothing.
     *
     * @throws ServerError 251 if it is not open, 225 if something newer was begun in the session
     */
    public void commit(Document lsid, long number) {
        Session session = session(lsid);
        if (session.number == number && session.state == Session.State.COMMITTED) {
            return;
        }
        OpenTransaction transaction = session.requireOpen(number);
        try {
            tell(session, transaction);
        } catch (RuntimeException e) {
            abandon(session);
            throw e;
        }
        transaction.release();
        session.open = null;
        inTransaction.remove(session);
        session.state = Session.State.COMMITTED;
    }

    private void tell(Session session, OpenTransaction transaction) {
        List<OpenTransaction.Pending> changes = transaction.changes();
        if (changes.isEmpty()) {
            return;
        }
        Instant wallTime = clock.wallTime();
        List<OplogEntry> entries = new ArrayList<>(changes.size());
        // No part of the transaction: whoever reads what it did counts its documents alone.
        for (OpenTransaction.Pending change : changes) {
            if (change.change() instanceof Change.Create) {
                entries.add(change.entry(new Position(clock.tick(), 0), wallTime, Optional.empty()));
            }
        }
        long time = clock.tick();
        OplogEntry.Transaction mark = new OplogEntry.Transaction(
                new Document("id", session.lsid.get("id")).append("uid", nobody), transaction.number());
        int operation = 0;
        for (OpenTransaction.Pending change : changes) {
            if (!(change.change() instanceof Change.Create)) {
                entries.add(change.entry(new Position(time, operation++), wallTime, Optional.of(mark)));
            }
        }
        log.append(entries, Optional.empty());
        table.committed(mark, wallTime);
    }

    /**
     * Aborts and undoes.
     *
     * @throws ServerError 251 if it is not open, 256 if it was committed, 225 if something newer was begun in the session
     */
    public void abort(Document lsid, long number) {
        Session session = session(lsid);
        session.requireOpen(number);
        abandon(session);
    }

    /** Aborts what is open in this session, if anything is. */
    public void end(Document lsid) {
        table.remove(lsid).ifPresent(this::abandon);
    }

    /** Aborts all that is open: this member steps down. */
    public void abortAll() {
        List.copyOf(inTransaction).forEach(this::abandon);
    }

    private Session session(Document lsid) {
        Session session = table.use(lsid);
        table.excess().ifPresent(oldest -> end(oldest.lsid));
        return session;
    }

    private void abandon(Session session) {
        inTransaction.remove(session);
        OpenTransaction open = session.open;
        session.open = null;
        if (open != null) {
            session.state = Session.State.ABORTED;
            open.undo();
        }
    }

    private static byte[] sha256OfNothing() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(new byte[0]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
