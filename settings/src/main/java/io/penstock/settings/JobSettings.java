package io.penstock.settings;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One job.
 *
 * @param name its name, part of every task's identity
 * @param selection which changes concern it
 * @param identity how a task's id, version and shard key are found
 * @param content what decides whether a document has changed for the job
 * @param run how often a task id runs
 * @param handler what does the work
 * @param work how the tasks wait, run, are tried again and given up
 */
public record JobSettings(
        String name,
        Selection selection,
        Identity identity,
        Content content,
        Run run,
        Handler handler,
        WorkSettings work) {
    /**
     * Which changes concern a job.
     *
     * @param collections names ({@code shop.orders}) or patterns ({@code shop.*}) of collections
     * @param when a CEL expression over {@code op}, {@code doc}, {@code before} and {@code source}; empty: every change
     * @param snapshot what to do with documents that a snapshot reads
     */
    public record Selection(List<String> collections, Optional<String> when, Snapshot snapshot) {
        public Selection {
            collections = List.copyOf(collections);
        }
    }

    /**
     * How a task's id, version and shard key are found in the document. Empty: from the document's id, or, for the
     * version, from the position in the change stream alone.
     */
    public record Identity(
            Optional<JsonPointer> taskId, Optional<JsonPointer> version, Optional<JsonPointer> shardKey) {}

    /** What decides whether a document has changed for the job. */
    public sealed interface Content {
        /** The whole document. */
        record Whole() implements Content {}

        /** The parts that these pointers point at. */
        record Parts(List<JsonPointer> pointers) implements Content {
            public Parts {
                pointers = List.copyOf(pointers);
            }
        }

        /** Every change counts. */
        record None() implements Content {}
    }

    /** How often a task id runs. */
    public enum Run {
        /** For every version that differs. */
        EVERY_VERSION,
        /** Until it has a result; then never again. */
        ONCE
    }

    /** What to do with documents that a snapshot reads. */
    public enum Snapshot {
        /** Make tasks of them. */
        PROCESS,
        /** Record them as known, run nothing. */
        SEED,
        /** Pass them over. */
        SKIP
    }

    /** Where a handler runs. */
    public enum Execution {
        /** On the stream thread: for fast functions and for nothing that waits. */
        INLINE,
        /** On threads of its own, from the durable queue: for work of any length. */
        QUEUED
    }

    /**
     * What does the work.
     *
     * @param name class name of a handler, or the name of a built-in one; {@code http} for an HTTP endpoint
     * @param execution where it runs
     * @param settings handed to the handler as they are
     * @param http the endpoint that does the work; empty unless the name is {@code http}, and only for queued jobs
     * @param batch how tasks are gathered for a handler that takes many at once; only for queued jobs
     */
    public record Handler(
            String name,
            Execution execution,
            Map<String, String> settings,
            Optional<HttpEndpoint> http,
            Optional<Batch> batch) {
        public Handler {
            settings = Map.copyOf(settings);
        }

        /** A class or a built-in handler that takes one task at a time. */
        public Handler(String name, Execution execution, Map<String, String> settings) {
            this(name, execution, settings, Optional.empty(), Optional.empty());
        }

        /** Shows the names of the handler's settings and none of their values: any may be a secret. */
        @Override
        public String toString() {
            return "Handler[name=" + name + ", execution=" + execution + ", settings="
                    + new TreeSet<>(settings.keySet()) + ", http=" + http + ", batch=" + batch + "]";
        }
    }

    /**
     * An HTTP endpoint that does the work: each task is POSTed to it as JSON.
     *
     * @param url where it is; {@code http} or {@code https}, without user and password
     * @param headers sent with each request, beside Penstock's own
     * @param timeout how long one request may take
     * @param connectionsPerHost how many requests one process has under way at most to the host
     */
    public record HttpEndpoint(URI url, Map<String, String> headers, Duration timeout, int connectionsPerHost) {
        public HttpEndpoint {
            headers = Map.copyOf(headers);
        }

        /** Shows neither the values of headers nor the query of the address: any may be a secret. */
        @Override
        public String toString() {
            return "HttpEndpoint[url=" + url.getScheme() + "://" + url.getAuthority() + url.getPath() + ", headers="
                    + new TreeSet<>(headers.keySet()) + ", timeout=" + timeout + ", connectionsPerHost="
                    + connectionsPerHost + "]";
        }
    }

    /**
     * How tasks are gathered for a handler that takes many at once.
     *
     * @param maxSize most tasks in one batch
     * @param linger how long a batch that is not full waits for more
     */
    public record Batch(int maxSize, Duration linger) {}
}
