package io.penstock.settings;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/** Where a signal of the foreground's latency comes from. */
public sealed interface SignalOrigin {
    /**
     * A canary: documents are read by {@code _id}, one after the other, at a steady rate, on connections of its own.
     *
     * @param collection the documents' collection, with its database
     * @param perSecond how many are read in a second
     */
    record Probe(String collection, int perSecond) implements SignalOrigin {}

    /**
     * What the server says of itself: how long its operations took between two samples, and how many wait.
     *
     * @param interval from one sample to the next
     * @param operations which operations count
     */
    record ServerStatus(Duration interval, Operations operations) implements SignalOrigin {}

    /** Operations that a server counts. */
    enum Operations {
        /** Those that read. */
        READS,
        /** Those that write. */
        WRITES,
        /** The slower of both. */
        SLOWER
    }

    /**
     * How far the secondary that is farthest behind lags behind the primary.
     *
     * @param interval from one look to the next
     */
    record ReplicationLag(Duration interval) implements SignalOrigin {}

    /**
     * A Kafka topic in which the foreground tells latencies of its own, as JSON.
     *
     * @param name the topic
     * @param figure what to look at in a record
     */
    record Topic(String name, Figure figure) implements SignalOrigin {}

    /**
     * An HTTP endpoint at which the foreground tells latencies of its own, as JSON.
     *
     * @param request how it is asked
     * @param figure what to look at in an answer
     */
    record Http(Request request, Figure figure) implements SignalOrigin {}

    /**
     * A query that a Prometheus server answers with a latency, or with several, of which the worst counts.
     *
     * @param request how the server is asked; the address is the server's, without the path of its interface
     * @param query in PromQL
     * @param unit of the answer
     */
    record Prometheus(Request request, String query, Unit unit) implements SignalOrigin {}

    /**
     * How something is asked for over HTTP, again and again.
     *
     * @param url where it is; {@code http} or {@code https}, without user and password
     * @param headers sent with each request
     * @param interval from one request to the next
     * @param timeout how long one may take
     */
    record Request(URI url, Map<String, String> headers, Duration interval, Duration timeout) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** Shows neither the values of headers nor the query of the address: any may be a secret. */
        @Override
        public String toString() {
            return "Request[url=" + url.getScheme() + "://" + url.getAuthority() + url.getPath() + ", headers="
                    + new TreeSet<>(headers.keySet()) + ", interval=" + interval + ", timeout=" + timeout + "]";
        }
    }

    /**
     * What to look at in JSON that somebody else has written.
     *
     * @param value where the number stands, or the list of numbers
     * @param unit of the numbers
     * @param meaning what a number is
     */
    record Figure(JsonPointer value, Unit unit, Meaning meaning) {}

    /** What a number is. */
    enum Meaning {
        /** How long one operation of the foreground took. */
        LATENCY,
        /** What somebody has made of many operations, such as a p99. */
        READING
    }

    /** Units of time, as others write them. */
    enum Unit {
        /** Nanoseconds. */
        NS(1),
        /** Microseconds. */
        US(1_000),
        /** Milliseconds. */
        MS(1_000_000),
        /** Seconds. */
        S(1_000_000_000);

        private final long nanos;

        Unit(long nanos) {
            this.nanos = nanos;
        }

        /** How many nanoseconds one of it has. */
        public long nanos() {
            return nanos;
        }
    }
}
