package io.penstock.embedded.mongodb.session;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the clients' sessions, bounded. What was done is kept with the changes themselves, as a server does in
 * {@code config.transactions}: a driver that lost a reply may send its write again to one that was started anew.
 */
public final class SessionTable {
    private static final int MAX_SESSIONS = 10_000;
    private static final Duration LIFETIME = Duration.ofMinutes(30);

    /**
     * What the newest retryable write or transaction of a session came to.
     *
     * @param at when it was done
     * @param committed whether it was a transaction, which was committed
     * @param statements the results of a retryable write's statements, by number
     */
    public record Outcome(
            Document lsid, Instant at, long number, boolean committed, Map<Integer, Document> statements) {}

    /** The one that was used last is last. */
    private final Map<Object, Session> sessions = new LinkedHashMap<>();

    /** A statement of a retryable write was done. */
    public void done(StatementResult statement, Instant at) {
        Session session = at(statement.lsid(), statement.number(), at);
        session.statements.put(statement.statement(), statement.result());
    }

    /**
     * What a statement of a retryable write came to, if it was done.
     *
     * @throws ServerError 225 if the session has begun something newer, 217 if it was no write
     */
    Optional<Document> result(Document lsid, long number, int statement) {
        Session session = sessions.get(lsid.get("id"));
        if (session == null || session.number < number) {
            return Optional.empty();
        }
        session.requireNewestWrite(number);
        return Optional.ofNullable(session.statements.get(statement));
    }

    /** A transaction was committed. */
    public void committed(OplogEntry.Transaction transaction, Instant at) {
        at(transaction.lsid(), transaction.number(), at).state = Session.State.COMMITTED;
    }

    /** What was done before, as {@link #outcomes} told it. */
    public void restore(Outcome outcome) {
        Session session = at(outcome.lsid(), outcome.number(), outcome.at());
        session.state = outcome.committed() ? Session.State.COMMITTED : Session.State.WRITE;
        session.statements.putAll(outcome.statements());
    }

    /** What may still be sent again: a session that was not used for half an hour is over, as {@code hello} says. */
    public List<Outcome> outcomes(Instant now) {
        Instant oldest = now.minus(LIFETIME);
        return sessions.values().stream()
                .filter(session -> session.state == Session.State.COMMITTED || !session.statements.isEmpty())
                .filter(session -> !session.lastWrite.isBefore(oldest))
                .map(session -> new Outcome(
                        session.lsid,
                        session.lastWrite,
                        session.number,
                        session.state == Session.State.COMMITTED,
                        Map.copyOf(session.statements)))
                .toList();
    }

    /** The session, which is now the one that was used last. */
    Session use(Document lsid) {
        Object id = lsid.get("id");
        Session session = sessions.remove(id);
        if (session == null) {
            session = new Session(lsid);
        }
        sessions.put(id, session);
        return session;
    }

    Optional<Session> remove(Document lsid) {
        return Optional.ofNullable(sessions.remove(lsid.get("id")));
    }

    /** The one that was unused for longest, where there are too many. */
    Optional<Session> excess() {
        return sessions.size() > MAX_SESSIONS
                ? Optional.of(sessions.values().iterator().next())
                : Optional.empty();
    }

    private Session at(Document lsid, long number, Instant at) {
        Session session = use(lsid);
        if (session.number != number) {
            session.begin(number, Session.State.WRITE);
        }
        session.lastWrite = at;
        return session;
    }
}
