package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import io.penstock.embedded.mongodb.oplog.DocumentSize;
import io.penstock.embedded.mongodb.protocol.ServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands by which clients learn what they talk to. */
final class DiagnosticCommands {
    private static final int MAX_MESSAGE_BYTES = 48_000_000;
    private static final int MAX_BATCH = 100_000;

    private final Member member;

    DiagnosticCommands(Member member) {
        this.member = member;
    }

    Map<String, Command> commands() {
        Map<String, Command> commands = new HashMap<>();
        commands.put("hello", this::hello);
        commands.put("isMaster", this::hello);
        commands.put("ismaster", this::hello);
        commands.put("ping", invocation -> new Document());
        commands.put("buildInfo", invocation -> buildInfo());
        commands.put("buildinfo", invocation -> buildInfo());
        commands.put("serverStatus", invocation -> serverStatus());
        commands.put("hostInfo", invocation -> hostInfo());
        commands.put("replSetGetStatus", invocation -> replicaSetStatus());
        commands.put("replSetGetConfig", invocation -> replicaSetConfig());
        commands.put("getParameter", this::getParameter);
        commands.put("connectionStatus", invocation -> connectionStatus());
        commands.put(
                "whatsmyuri",
                invocation -> new Document("you", invocation.request().peer()));
        commands.put("getCmdLineOpts", invocation -> new Document("argv", List.of()).append("parsed", new Document()));
        commands.put("getLog", this::getLog);
        return commands;
    }

    private Document hello(Invocation invocation) {
        Document body = invocation.body();
        if (body.get("topologyVersion") instanceof Document known
                && body.get("maxAwaitTimeMS") instanceof Number milliseconds
                && known.equals(member.election().topologyVersion())) {
            member.awaitElection(known, Duration.ofMillis(milliseconds.longValue()));
        }
        Election election = member.election();
        Document reply = new Document();
        if (Invocation.isTrue(body.get("helloOk"), false)) {
            reply.append("helloOk", true);
        }
        reply.append("topologyVersion", election.topologyVersion())
                .append("hosts", List.of(member.address()))
                .append("setName", member.setName())
                .append("setVersion", 1)
                .append(
                        invocation.request().name().equals("hello") ? "isWritablePrimary" : "ismaster",
                        election.isPrimary())
                .append("secondary", !election.isPrimary());
        if (election.isPrimary()) {
            reply.append("primary", member.address());
        }
        reply.append("me", member.address());
        if (election.isPrimary()) {
            reply.append("electionId", election.id());
        }
        Document opTime = new Document("ts", member.operationTime()).append("t", election.term());
        return reply.append(
                        "lastWrite",
                        new Document("opTime", opTime)
                                .append("lastWriteDate", member.now())
                                .append("majorityOpTime", opTime)
                                .append("majorityWriteDate", member.now()))
                .append("maxBsonObjectSize", DocumentSize.MAX)
                .append("maxMessageSizeBytes", MAX_MESSAGE_BYTES)
                .append("maxWriteBatchSize", MAX_BATCH)
                .append("localTime", member.now())
                .append("logicalSessionTimeoutMinutes", 30)
                .append("connectionId", invocation.request().connection())
                .append("minWireVersion", 0)
                .append("maxWireVersion", member.release().maxWireVersion())
                .append("readOnly", false);
    }

    private Document buildInfo() {
        List<Integer> version = new ArrayList<>();
        Arrays.stream(member.release().version().split("\\."))
                .map(Integer::valueOf)
                .forEach(version::add);
        version.add(0);
        return new Document("version", member.release().version())
                .append("gitVersion", "unknown")
                .append("modules", List.of())
                .append("versionArray", version)
                .append("javascriptEngine", "none")
                .append("bits", 64)
                .append("debug", false)
                .append("maxBsonObjectSize", DocumentSize.MAX)
                .append("storageEngines", List.of("memory"));
    }

    private Document serverStatus() {
        long uptime = Duration.between(member.started(), member.now()).toMillis();
        return new Document("host", member.address())
                .append("version", member.release().version())
                .append("process", "mongod")
                .append("pid", ProcessHandle.current().pid())
                .append("uptime", uptime / 1000.0)
                .append("uptimeMillis", uptime)
                .append("localTime", member.now())
                .append(
                        "repl",
                        new Document("setName", member.setName())
                                .append("isWritablePrimary", member.election().isPrimary())
                                .append("me", member.address()))
                .append("opLatencies", member.counts().latencies())
                .append(
                        "globalLock",
                        new Document("currentQueue", member.counts().queue()))
                .append(
                        "metrics",
                        new Document("cursor", cursorStatus())
                                .append(
                                        "operation",
                                        new Document(
                                                "writeConflicts",
                                                member.counts().conflicts())))
                .append("storageEngine", new Document("name", "memory").append("persistent", false));
    }

    private Document cursorStatus() {
        Cursors cursors = member.cursors();
        return new Document("timedOut", 0L)
                .append("open", new Document("pinned", cursors.pinned()).append("total", (long) cursors.size()));
    }

    private Document hostInfo() {
        return new Document(
                        "system",
                        new Document("currentTime", member.now())
                                .append("hostname", member.address())
                                .append("numCores", Runtime.getRuntime().availableProcessors()))
                .append("os", new Document("type", System.getProperty("os.name")))
                .append("extra", new Document());
    }

    private Document replicaSetStatus() {
        Document self = new Document("_id", 0)
                .append("name", member.address())
                .append("health", 1.0)
                .append("state", member.election().isPrimary() ? 1 : 2)
                .append("stateStr", member.election().isPrimary() ? "PRIMARY" : "SECONDARY")
                .append("self", true);
        return new Document("set", member.setName())
                .append("date", member.now())
                .append("myState", self.get("state"))
                .append("term", member.election().term())
                .append("members", List.of(self));
    }

    private Document replicaSetConfig() {
        return new Document(
                "config",
                new Document("_id", member.setName())
                        .append("version", 1)
                        .append("members", List.of(new Document("_id", 0).append("host", member.address()))));
    }

    private Document getParameter(Invocation invocation) {
        if (invocation.body().containsKey("featureCompatibilityVersion")) {
            String version = member.release().version().replaceFirst("\\.\\d+$", "");
            return new Document("featureCompatibilityVersion", new Document("version", version));
        }
        throw new ServerError(72, "InvalidOptions", "no option found to get");
    }

    private static Document connectionStatus() {
        return new Document(
                "authInfo", new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of()));
    }

    private Document getLog(Invocation invocation) {
        return "*".equals(invocation.body().get("getLog"))
                ? new Document("names", List.of("global", "startupWarnings"))
                : new Document("totalLinesWritten", 0).append("log", List.of());
    }
}
