package io.penstock.settings;

import com.fasterxml.jackson.core.JsonPointer;
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
 */
public record JobSettings(
        String name, Selection selection, Identity identity, Content content, Run run, Handler handler) {
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
        INLINE
    }

    /**
     * What does the work.
     *
     * @param name class name of a {@code TaskHandler}, or the name of a built-in one
     * @param execution where it runs
     * @param maxAttempts how often a task is tried before it is given up
     * @param settings handed to the handler as they are
     */
    public record Handler(String name, Execution execution, int maxAttempts, Map<String, String> settings) {
        public Handler {
            settings = Map.copyOf(settings);
        }

        /** Shows the names of the handler's settings and none of their values: any may be a secret. */
        @Override
        public String toString() {
            return "Handler[name=" + name + ", execution=" + execution + ", maxAttempts=" + maxAttempts + ", settings="
                    + new TreeSet<>(settings.keySet()) + "]";
        }
    }
}
