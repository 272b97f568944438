package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.penstock.embedded.mongodb.protocol.ServerError;
import io.penstock.embedded.mongodb.session.Journal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the command, runs it, and makes a reply of what comes of it. */
public final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final Document SIGNATURE = new Document("hash", new BinData(new byte[20])).append("keyId", 0L);
    private static final Set<String> ANSWERED_BY_ANY_MEMBER = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "ping",
            "buildInfo",
            "buildinfo",
            "serverStatus",
            "hostInfo",
            "replSetGetStatus",
            "replSetGetConfig",
            "getParameter",
            "connectionStatus",
            "whatsmyuri",
            "getMore",
            "killCursors",
            "endSessions",
            "killSessions",
            "refreshSessions");
    private static final Set<String> READS = Set.of(
            "find",
            "aggregate",
            "count",
            "distinct",
            "listDatabases",
            "listCollections",
            "listIndexes",
            "collStats",
            "dbStats");

    private final Member member;
    private final Map<String, Command> commands = new HashMap<>();

    /** All commands on this member's state. */
    public Commands(Member member) {
        this.member = member;
        CursorCommands cursors = new CursorCommands(member);
        CatalogCommands catalog = new CatalogCommands(member, cursors);
        commands.putAll(cursors.commands());
        commands.putAll(catalog.commands());
        commands.putAll(new ReadCommands(member, cursors).commands());
        commands.putAll(new WriteCommands(member, catalog).commands());
        commands.putAll(new SessionCommands(member).commands());
        commands.putAll(new DiagnosticCommands(member).commands());
    }

    /** Runs a command to its reply; an error is a reply too. May wait, where the command is one that waits. */
    public Document run(Request request) {
        OperationCounts.Kind kind = OperationCounts.Kind.of(request.name());
        long arrived = System.nanoTime();
        member.counts().arrived(kind);
        Document reply = member.guarded(() -> {
            member.counts().began(kind);
            return reply(request);
        });
        member.counts().ended(kind, System.nanoTime() - arrived);
        return reply;
    }

    private Document reply(Request request) {
        ErrorLabels labels = ErrorLabels.of(request, member.cursors());
        Document reply;
        try {
            reply = answer(request).append("ok", 1.0);
        } catch (MongoServerError e) {
            LOG.debug("{}: {}", request.name(), e.getMessage());
            reply = failure(labels, e);
        } catch (RuntimeException e) {
            LOG.warn("{} failed: {}", request.name(), request.body(), e);
            reply = failure(labels, new ServerError(8, "UnknownError", request.name() + " failed: " + e));
        }
        return reply.append(
                        "$clusterTime",
                        new Document("clusterTime", member.operationTime()).append("signature", SIGNATURE))
                .append("operationTime", member.operationTime());
    }

    private Document answer(Request request) {
        Command command = commands.get(request.name());
        if (command == null) {
            throw new ServerError(59, "CommandNotFound", "no such command: '" + request.name() + "'");
        }
        if (member.forbids(request.name(), request.database())) {
            throw ServerError.unauthorized(request.name());
        }
        Optional<ServerError> refusal = member.refusal(request.name());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (!member.election().isPrimary()) {
            requireNoPrimary(request);
        }
        Document body = request.body();
        requireTime(body);
        member.sessions().abortExpired();
        if (!(body.get("lsid") instanceof Document lsid)
                || !(body.get("txnNumber") instanceof Number number)
                || request.endsTransaction()) {
            return command.run(new Invocation(request, member.sessions().plain(), false));
        }
        if (!request.inTransaction()) {
            Journal journal = member.sessions().retryable(lsid, number.longValue());
            return command.run(new Invocation(request, journal, false));
        }
        boolean start = Invocation.isTrue(body.get("startTransaction"), false);
        Journal journal = member.sessions().transaction(lsid, number.longValue(), start);
        try {
            Document reply = command.run(new Invocation(request, journal, true));
            if (reply.containsKey("writeErrors")) {
                member.sessions().abort(lsid, number.longValue());
            }
            return reply;
        } catch (RuntimeException e) {
            member.sessions().abort(lsid, number.longValue());
            throw e;
        }
    }

    /** A read may ask for what holds after a time, but not for the future. */
    private void requireTime(Document body) {
        if (body.get("readConcern") instanceof Document concern
                && concern.get("afterClusterTime") instanceof BsonTimestamp after
                && Long.compareUnsigned(after.getValue(), member.operationTime().getValue()) > 0) {
            throw new ServerError(
                    72,
                    "InvalidOptions",
                    "readConcern afterClusterTime value must not be greater than the current clusterTime. Requested"
                            + " clusterTime: " + after + "; current clusterTime: " + member.operationTime());
        }
    }

    /** A member that is no primary answers reads of those alone who say that they do without one. */
    private static void requireNoPrimary(Request request) {
        if (ANSWERED_BY_ANY_MEMBER.contains(request.name())) {
            return;
        }
        if (!READS.contains(request.name()) || request.inTransaction()) {
            throw ServerError.notWritablePrimary();
        }
        boolean doesWithout = request.body().get("$readPreference") instanceof Document preference
                && !"primary".equals(preference.get("mode"));
        if (!doesWithout) {
            throw ServerError.notPrimaryNoSecondaryOk();
        }
    }

    private Document failure(ErrorLabels labels, MongoServerError error) {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", error.getMessageWithoutErrorCode())
                .append("code", error.getCode())
                .append("codeName", error.getCodeName());
        reply.putAll(ServerError.details(error));
        List<String> labelled = labels.of(error.getCode());
        if (!labelled.isEmpty()) {
            reply.append("errorLabels", labelled);
        }
        return member.election().isPrimary()
                ? reply
                : reply.append("topologyVersion", member.election().topologyVersion());
    }
}
