package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The patience of one command: a write outside of transactions that wants what an open transaction has changed waits for its
 * end, as on a server, and is run anew. Within a transaction nobody waits; that is a conflict.
 */
final class ConflictWait {
    /** How often a transaction is looked for that has been open for too long, as a server does from time to time. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Member member;
    private final boolean patient;
    private final long begun = System.nanoTime();
    private final Duration limit;
    private final Document leadership;

    ConflictWait(Member member, Invocation invocation) {
        this.member = member;
        this.patient = !invocation.inTransaction();
        int milliseconds = invocation.number("maxTimeMS", 0);
        this.limit = milliseconds > 0 ? Duration.ofMillis(milliseconds) : Duration.ofDays(1);
        this.leadership = member.election().topologyVersion();
    }

    /** Runs a statement, and anew from the start each time it has waited: others were let in meanwhile. */
    <T> T run(Supplier<T> statement) {
        while (true) {
            try {
                return statement.get();
            } catch (ServerError e) {
                if (!patient || !ServerError.isWriteConflict(e)) {
                    throw e;
                }
            }
            member.counts().conflicted();
            awaitAnEnd();
        }
    }

    private void awaitAnEnd() {
        long ended = member.sessions().ended();
        while (member.sessions().ended() == ended) {
            Duration left = limit.minusNanos(System.nanoTime() - begun);
            if (left.isNegative() || left.isZero()) {
                throw ServerError.timeExpired();
            }
            member.await(
                    () -> member.sessions().ended() != ended || hasAnotherLeader(),
                    left.compareTo(LOOK) < 0 ? left : LOOK);
            if (member.isClosed()) {
                throw ServerError.interruptedAtShutdown();
            }
            if (hasAnotherLeader()) {
                throw ServerError.interruptedByElection();
            }
            member.sessions().abortExpired();
        }
    }

    private boolean hasAnotherLeader() {
        return !leadership.equals(member.election().topologyVersion());
    }
}
