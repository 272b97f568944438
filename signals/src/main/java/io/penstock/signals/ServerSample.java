package io.penstock.signals;

import io.penstock.settings.SignalOrigin.Operations;
import java.time.Duration;
import java.util.Optional;
import org.bson.Document;

/**
 * What a server has counted until now: the part of {@code serverStatus} that tells of latency.
 *
 * @param at when, in nanoseconds, on a clock that never goes back
 * @param reads operations that read
 * @param writes operations that write
 */
record ServerSample(long at, Kind reads, Kind writes) {
    private static final long MICROSECOND = 1_000;

    /**
     * One kind of operations.
     *
     * @param operations how many have ended, since the server started
     * @param nanos how long those took, together; waiting for a ticket included
     * @param queued how many wait at this moment
     */
    record Kind(long operations, long nanos, long queued) {
        /**
         * How long an operation takes at present: the mean of those that have ended since, or how long one that comes now will
         * wait in the queue, if that is longer (Little's law: those that wait, by those that end in a second).
         */
        private long latency(Kind earlier, long elapsed) {
            long ended = operations - earlier.operations;
            if (ended == 0) {
                return queued == 0 ? 0 : elapsed;
            }
            long mean = (nanos - earlier.nanos) / ended;
            return Math.max(mean, Math.round((double) queued * elapsed / ended));
        }

        private boolean after(Kind earlier) {
            return operations >= earlier.operations && nanos >= earlier.nanos;
        }
    }

    /**
     * Reads it off.
     *
     * @throws UnreadableException if the server does not count
     */
    static ServerSample of(Document status, long at) throws UnreadableException {
        Optional<Document> latencies = part(status, "opLatencies");
        if (latencies.isEmpty()) {
            throw new UnreadableException(
                    "the server's serverStatus says nothing of latencies ('opLatencies')",
                    "Some that speak MongoDB's protocol do not count them; use a 'probe' instead");
        }
        return new ServerSample(
                at,
                kind(latencies.get(), "reads", queued(status, "readers", "read")),
                kind(latencies.get(), "writes", queued(status, "writers", "write")));
    }

    /**
     * How long operations take, by what was counted since.
     *
     * @return in nanoseconds; empty if the counters began anew, as those of another server do
     */
    Optional<Duration> since(ServerSample earlier, Operations operations) {
        if (!reads.after(earlier.reads) || !writes.after(earlier.writes)) {
            return Optional.empty();
        }
        long elapsed = at - earlier.at;
        long read = reads.latency(earlier.reads, elapsed);
        long write = writes.latency(earlier.writes, elapsed);
        return Optional.of(Duration.ofNanos(
                switch (operations) {
                    case READS -> read;
                    case WRITES -> write;
                    case SLOWER -> Math.max(read, write);
                }));
    }

    private static Kind kind(Document latencies, String name, long queued) {
        Document counted = part(latencies, name).orElseGet(Document::new);
        return new Kind(number(counted, "ops"), number(counted, "latency") * MICROSECOND, queued);
    }

    /** Those that wait for a lock or a ticket, and, where the server says so (7.0 and later), those in the ticket's own queue. */
    private static long queued(Document status, String inLock, String inQueue) {
        long locked = part(status, "globalLock")
                .flatMap(lock -> part(lock, "currentQueue"))
                .map(queue -> number(queue, inLock))
                .orElse(0L);
        long ticketed = part(status, "queues")
                .flatMap(queues -> part(queues, "execution"))
                .flatMap(execution -> part(execution, inQueue))
                .flatMap(tickets -> part(tickets, "normalPriority"))
                .map(queue -> number(queue, "queueLength"))
                .orElse(0L);
        return Math.max(locked, ticketed);
    }

    private static Optional<Document> part(Document of, String name) {
        return of.get(name) instanceof Document part ? Optional.of(part) : Optional.empty();
    }

    private static long number(Document of, String name) {
        return of.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
