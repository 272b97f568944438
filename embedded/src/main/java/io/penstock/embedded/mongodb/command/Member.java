package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.Change;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Namespace;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.oplog.OplogEntry;
import io.penstock.embedded.mongodb.oplog.Position;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.embedded.mongodb.oplog.StatementResult;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.SessionTable;
import io.penstock.embedded.mongodb.session.Sessions;
import io.penstock.embedded.mongodb.store.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of this member of the replica set, and the one lock that guards all of it. Writes are so short that one lock
 * is faster than many.
 */
public final class Member {
    private static final Duration NOOP_INTERVAL = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    /** The oplog has grown, or cursors have ended. */
    private final Condition changed = lock.newCondition();
    /** Another is primary; apart from the other, for every client waits for it, and none is to be woken by each write. */
    private final Condition elected = lock.newCondition();

    private final ServerRelease release;
    private final String setName;
    private final ClusterClock clock;
    private final Catalog catalog;
    private final Oplog oplog;
    private final Keeper keeper;
    private final Sessions sessions;
    private final Cursors cursors = new Cursors();
    private final OperationCounts counts = new OperationCounts();
    private final Map<String, ServerError> refused = new HashMap<>();
    /** The databases in which a command may still be run, by the commands that are forbidden elsewhere. */
    private final Map<String, Set<String>> forbidden = new HashMap<>();

    private final Instant started;
    private final Election election;
    private String address = "";
    private boolean closed;
    private Optional<String> shown = Optional.empty();
    private boolean slowOplog;

    /** A member that is primary, with what is in its oplog and collections already, and what its clients have done. */
    public Member(
            ServerRelease release,
            String setName,
            ClusterClock clock,
            Catalog catalog,
            Oplog oplog,
            SessionTable clients,
            Keeper keeper) {
        this.release = release;
        this.setName = setName;
        this.clock = clock;
        this.catalog = catalog;
        this.oplog = oplog;
        this.keeper = keeper;
        this.sessions = new Sessions(clock, clients, this::append, this::signal);
        this.started = clock.wallTime();
        // A member that was started anew has to be elected: clients that saw the last term take an older one for a dead
        // primary's.
        this.election = new Election(keeper.lastTerm() + 1);
        guarded(() -> {
            keeper.elected(election.term());
            appendNoop();
            return true;
        });
    }

    /** Says where clients reach this member, {@code host:port}. */
    public void listenOn(String hostAndPort) {
        guarded(() -> {
            address = hostAndPort;
            return true;
        });
    }

    /** Runs with nobody else in. */
    public <T> T guarded(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, and lets others in, until a condition holds that a change can make true, the time is over, or the member
     * is closed.
     */
    void await(BooleanSupplier condition, Duration limit) {
        await(changed, condition, limit);
    }

    /** Waits, and lets others in, until another is primary than the one of this version, the time is over, or it is closed. */
    void awaitElection(Document known, Duration limit) {
        await(elected, () -> !known.equals(election.topologyVersion()), limit);
    }

    /** Lets others in for so long; not that long if it is closed, or another becomes primary. */
    void letOthersIn(Duration pause) {
        awaitElection(election.topologyVersion(), pause);
    }

    private void await(Condition event, BooleanSupplier condition, Duration limit) {
        long left = limit.toNanos();
        try {
            while (!closed && left > 0 && !condition.getAsBoolean()) {
                left = event.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes all who wait for changes. */
    void signal() {
        changed.signalAll();
    }

    boolean isClosed() {
        return closed;
    }

    /** No more waiting. */
    public void close() {
        guarded(() -> {
            closed = true;
            elected.signalAll();
            signal();
            return true;
        });
    }

    /** From now on nobody may run this command but in these databases, as one may not who has not the role for it. */
    public void forbid(String command, Set<String> allowed) {
        guarded(() -> {
            forbidden.put(command, allowed);
            return true;
        });
    }

    /** Refuses the next command of this name. */
    public void refuseOnce(String command, ServerError error) {
        guarded(() -> refused.put(command, error));
    }

    /** What a command of this name is refused with, if it is. */
    Optional<ServerError> refusal(String command) {
        return Optional.ofNullable(refused.remove(command));
    }

    /** From now on this is the only database that is listed. */
    public void showOnly(String database) {
        guarded(() -> {
            shown = Optional.of(database);
            return true;
        });
    }

    boolean shows(String database) {
        return shown.isEmpty() || shown.get().equals(database);
    }

    boolean forbids(String command, String database) {
        Set<String> allowed = forbidden.get(command);
        return allowed != null && !allowed.contains(database);
    }

    /** Whether streams that go on from some place have to wait. */
    public void readOplogSlowly(boolean slowly) {
        guarded(() -> {
            slowOplog = slowly;
            signal();
            return true;
        });
    }

    /** Waits for as long as it takes to find a place in the oplog, and lets others in. */
    void awaitOplogRead() {
        await(() -> !slowOplog, Duration.ofDays(1));
    }

    /** Makes the oplog forget all that happened so far. */
    public void forgetHistory() {
        guarded(() -> {
            oplog.forgetThrough(oplog.last());
            keeper.forgotten(oplog.forgottenThrough());
            appendNoop();
            return true;
        });
    }

    /** Closes all cursors, as a server does that runs out of patience or memory. */
    public void killCursors() {
        killCursors(ServerError::cursorNotFound);
    }

    /** Closes all cursors, as an operator does: who waits for more of one is interrupted. */
    public void interruptCursors() {
        killCursors(id -> ServerError.cursorKilled());
    }

    private void killCursors(LongFunction<ServerError> reason) {
        guarded(() -> {
            cursors.killAll(reason);
            signal();
            return true;
        });
    }

    /** Gives up being primary: writes fail, cursors end, open transactions are undone. */
    public void stepDown() {
        guarded(() -> {
            sessions.abortAll();
            cursors.killAll(id -> ServerError.interruptedByElection());
            election.lose();
            elected.signalAll();
            signal();
            return true;
        });
    }

    /** Becomes primary again, in a new term. */
    public void stepUp() {
        guarded(() -> {
            election.win();
            keeper.elected(election.term());
            elected.signalAll();
            appendNoop();
            return true;
        });
    }

    /** Keeps changes, then appends them to the oplog, and wakes those who wait for some: nobody is told what is not kept. */
    private void append(List<OplogEntry> entries, Optional<StatementResult> statement) {
        keeper.append(entries, statement);
        oplog.append(entries);
        signal();
    }

    /** Writes down what concerns no document. */
    void record(Namespace namespace, Optional<UUID> collection, Change change) {
        OplogEntry entry = new OplogEntry(
                new Position(clock.tick(), 0), clock.wallTime(), namespace, collection, change, Optional.empty());
        append(List.of(entry), Optional.empty());
    }

    /** A real primary writes down every ten seconds that it is there; so resume tokens move on without changes. */
    void noteThatTimePasses() {
        boolean due = clock.wallTime()
                .isAfter(Instant.ofEpochSecond(oplog.lastTime() >>> 32).plus(NOOP_INTERVAL));
        if (due && election.isPrimary()) {
            appendNoop();
        }
    }

    private void appendNoop() {
        record(new Namespace("", ""), Optional.empty(), new Change.Noop());
    }

    ServerRelease release() {
        return release;
    }

    ClusterClock clock() {
        return clock;
    }

    Catalog catalog() {
        return catalog;
    }

    Oplog oplog() {
        return oplog;
    }

    /** A document without what open transactions have made of it. */
    Optional<Document> committed(UUID collection, @Nullable Object id) {
        return catalog.collection(collection).flatMap(found -> sessions.committed(collection, id, found.byId(id)));
    }

    Sessions sessions() {
        return sessions;
    }

    Cursors cursors() {
        return cursors;
    }

    OperationCounts counts() {
        return counts;
    }

    Election election() {
        return election;
    }

    String address() {
        return address;
    }

    String setName() {
        return setName;
    }

    Instant now() {
        return clock.wallTime();
    }

    Instant started() {
        return started;
    }

    BsonTimestamp operationTime() {
        return new BsonTimestamp(oplog.lastTime());
    }
}
