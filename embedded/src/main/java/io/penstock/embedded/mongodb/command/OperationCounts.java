package io.penstock.embedded.mongodb.command;

import de.bwaldvogel.mongo.bson.Document;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a server counts of its operations: how many there were, how long they took, how many wait. From its arrival until
 * its reply, as a real server does; the time that a change stream's reader waits for changes is no read.
 *
 * <p>Threading: safe for use by several threads.
 */
final class OperationCounts {
    /** Kinds of operations that are counted apart. */
    enum Kind {
        READS,
        WRITES,
        COMMANDS;

        private static final Set<String> READING = Set.of("find", "aggregate", "count", "distinct");
        private static final Set<String> WRITING = Set.of("insert", "update", "delete", "findAndModify");

        static Kind of(String command) {
            if (READING.contains(command)) {
                return READS;
            }
            return WRITING.contains(command) ? WRITES : COMMANDS;
        }
    }

    private static final class Count {
        private long operations;
        private long micros;
        private long queued;

        private Document latencies() {
            return new Document("latency", micros).append("ops", operations);
        }
    }

    private final Map<Kind, Count> counts = new EnumMap<>(Kind.class);

    private long conflicts;

    OperationCounts() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new Count());
        }
    }

    synchronized void arrived(Kind kind) {
        of(kind).queued++;
    }

    synchronized void began(Kind kind) {
        of(kind).queued--;
    }

    synchronized void ended(Kind kind, long nanos) {
        Count count = of(kind);
        count.operations++;
        count.micros += nanos / 1_000;
    }

    /** A write has met a transaction that is still open. */
    synchronized void conflicted() {
        conflicts++;
    }

    /** How many writes have met one. */
    synchronized long conflicts() {
        return conflicts;
    }

    /** As {@code serverStatus} tells it. */
    synchronized Document latencies() {
        return new Document("reads", of(Kind.READS).latencies())
                .append("writes", of(Kind.WRITES).latencies())
                .append("commands", of(Kind.COMMANDS).latencies());
    }

    /** As {@code serverStatus} tells it. */
    synchronized Document queue() {
        long readers = of(Kind.READS).queued;
        long writers = of(Kind.WRITES).queued;
        return new Document("total", readers + writers)
                .append("readers", readers)
                .append("writers", writers);
    }

    private Count of(Kind kind) {
        return counts.computeIfAbsent(kind, absent -> new Count());
    }
}
