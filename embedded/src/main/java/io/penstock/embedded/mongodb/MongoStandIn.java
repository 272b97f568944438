package io.penstock.embedded.mongodb;

import io.penstock.embedded.mongodb.command.Commands;
import io.penstock.embedded.mongodb.command.Member;
import io.penstock.embedded.mongodb.durable.DurableLog;
import io.penstock.embedded.mongodb.oplog.ClusterClock;
import io.penstock.embedded.mongodb.oplog.Keeper;
import io.penstock.embedded.mongodb.oplog.Oplog;
import io.penstock.embedded.mongodb.session.SessionTable;
import io.penstock.embedded.mongodb.store.Catalog;
import io.penstock.embedded.mongodb.wire.Listener;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The only member of a MongoDB replica set, in this JVM: it speaks the wire protocol on a port of the loopback
 * interface, so that ordinary drivers and Debezium's connector work with it, change streams and transactions included.
 * Documents are kept in memory, and on disk too where a directory is given. It is for tests and demonstrations: there is no isolation between transactions, no
 * access control, and secondary indexes do not make queries faster.
 */
public final class MongoStandIn implements AutoCloseable {
    private final StandInOptions options;
    private final Member member;
    private final Listener listener;
    private final Optional<DurableLog> log;

    private MongoStandIn(StandInOptions options, Member member, Listener listener, Optional<DurableLog> log) {
        this.options = options;
        this.log = log;
        this.member = member;
        this.listener = listener;
    }

    /**
     * Starts one.
     *
     * @throws StandInStartException if the port is taken, or the directory cannot be used
     */
    public static MongoStandIn start(StandInOptions options) {
        try {
            return open(options);
        } catch (UncheckedIOException e) {
            throw new StandInStartException(e);
        }
    }

    private static MongoStandIn open(StandInOptions options) {
        Catalog catalog = new Catalog();
        Oplog oplog = new Oplog(options.maxOplogEntries(), options.maxOplogBytes());
        SessionTable clients = new SessionTable();
        Optional<DurableLog> log =
                options.directory().map(directory -> new DurableLog(directory, catalog, oplog, clients));
        Member member = new Member(
                options.release(),
                options.setName(),
                new ClusterClock(options.clock(), oplog.last().time()),
                catalog,
                oplog,
                clients,
                log.<Keeper>map(kept -> kept).orElse(Keeper.NONE));
        Listener listener = new Listener(options.port(), new Commands(member));
        member.listenOn("127.0.0.1:" + listener.port());
        listener.start();
        return new MongoStandIn(options, member, listener, log);
    }

    /** The connection string, {@code mongodb://127.0.0.1:PORT/?replicaSet=NAME}. */
    public String uri() {
        return "mongodb://127.0.0.1:" + listener.port() + "/?replicaSet=" + options.setName();
    }

    /** The port on the loopback interface. */
    public int port() {
        return listener.port();
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return new Faults(member, listener);
    }

    /** Closes all connections. What was written stays only if there is a directory to keep it. */
    @Override
    public void close() {
        listener.close();
        member.close();
        log.ifPresent(DurableLog::close);
    }
}
