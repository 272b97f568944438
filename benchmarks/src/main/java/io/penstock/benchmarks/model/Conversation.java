package io.penstock.benchmarks.model;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * What a command costs the server. What drivers say for themselves is free, and so is the waiting of a change stream. A
 * write is an operation for each of its statements; a read is one, and one more for each {@value #DOCUMENTS_OF_AN_OPERATION}
 * documents of its answer, as a cursor reads ahead. Safe for use by several threads: cursors may be continued on other
 * connections.
 */
final class Conversation {
    static final int DOCUMENTS_OF_AN_OPERATION = 50;

    private static final Set<String> FREE = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "ping",
            "buildInfo",
            "buildinfo",
            "saslStart",
            "saslContinue",
            "endSessions",
            "killCursors",
            "getParameter",
            "serverStatus");
    private static final Set<String> READS = Set.of("find", "getMore", "aggregate");

    private final Set<Long> changeStreams = ConcurrentHashMap.newKeySet();

    /**
     * What is known of a request.
     *
     * @param name of the command; empty for an old greeting
     * @param operations how many it is
     * @param opensChangeStream whether its answer names the cursor of a change stream
     */
    record Asked(String name, int operations, boolean opensChangeStream) {
        static final Asked GREETING = new Asked("", 0, false);
    }

    Asked asked(WireMessage request) {
        Optional<RawBsonDocument> body = request.body();
        if (body.isEmpty()) {
            return Asked.GREETING;
        }
        String name = body.get().getFirstKey();
        if (FREE.contains(name)) {
            return new Asked(name, 0, false);
        }
        if (name.equals("getMore") && changeStreams.contains(longOf(body.get(), name))) {
            return new Asked(name, 0, true);
        }
        boolean stream = name.equals("aggregate") && startsChangeStream(body.get());
        return new Asked(name, Math.max(1, request.statements()), stream);
    }

    /** Learns from an answer; how many operations more its documents were. */
    int answered(Asked asked, WireMessage reply) {
        if (!READS.contains(asked.name())) {
            return 0;
        }
        Optional<BsonDocument> cursor =
                reply.body().map(body -> body.get("cursor")).map(BsonValue::asDocument);
        if (cursor.isEmpty()) {
            return 0;
        }
        if (asked.opensChangeStream()) {
            changeStreams.add(longOf(cursor.get(), "id"));
            return 0;
        }
        BsonValue first = cursor.get().get("firstBatch");
        BsonValue batch = first == null ? cursor.get().get("nextBatch") : first;
        return batch == null ? 0 : batch.asArray().size() / DOCUMENTS_OF_AN_OPERATION;
    }

    private static boolean startsChangeStream(BsonDocument aggregate) {
        BsonValue pipeline = aggregate.get("pipeline");
        if (pipeline == null) {
            return false;
        }
        BsonArray stages = pipeline.asArray();
        return !stages.isEmpty() && stages.get(0).asDocument().containsKey("$changeStream");
    }

    private static long longOf(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null ? 0 : value.asNumber().longValue();
    }
}
