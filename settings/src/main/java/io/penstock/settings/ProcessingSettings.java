package io.penstock.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for all jobs.
 *
 * @param taskEvents which task events are told
 * @param handlers the directory with the users' jars
 * @param ledger how long the ledger remembers
 * @param memory RocksDB's memory
 * @param dispatch how much runs at once, how it ends, and how soon it is seen
 * @param http the port at which a process is looked into
 * @param governor how background work gives way to the foreground; empty: it does not
 */
public record ProcessingSettings(
        TaskEvents taskEvents,
        Path handlers,
        Ledger ledger,
        Memory memory,
        Dispatch dispatch,
        HttpSettings http,
        Optional<GovernorSettings> governor) {
    /** The same with the users' jars in this directory. */
    public ProcessingSettings withHandlers(Path folder) {
        return new ProcessingSettings(taskEvents, folder, ledger, memory, dispatch, http, governor);
    }

    /** Which task events are told. */
    public enum TaskEvents {
        /** Everything that happens to a task. */
        ALL,
        /** What was not run, and why. */
        PROBLEMS,
        /** Nothing. */
        NONE
    }

    /**
     * How long the ledger remembers, in the stream's time.
     *
     * @param afterDelete how long after the document's deletion
     * @param retention how long after the last admission; empty: as long as the document exists
     */
    public record Ledger(Duration afterDelete, Optional<Duration> retention) {}

    /**
     * RocksDB's memory, shared by all stores of the process.
     *
     * @param cacheBytes block cache, write buffers included
     * @param writeBufferBytes the part of the cache that write buffers may take
     */
    public record Memory(long cacheBytes, long writeBufferBytes) {}

    /**
     * How much runs at once, how it ends, and how soon it is seen.
     *
     * @param concurrency most attempts of queued jobs that run at once in one process
     * @param shutdownGrace how long running attempts may go on after the process was asked to stop
     * @param commit when what was done is committed
     * @param threads between how many stream threads a process may choose; empty: it has as many as {@code streams} says
     * @param tiers what each tier gets of the concurrency
     */
    public record Dispatch(
            int concurrency,
            Duration shutdownGrace,
            Commit commit,
            Optional<Threads> threads,
            Map<WorkSettings.Tier, TierSettings> tiers) {
        public Dispatch {
            tiers = Map.copyOf(tiers);
        }

        /** With stream threads whose number is fixed, and the usual tiers. */
        public Dispatch(int concurrency, Duration shutdownGrace, Commit commit) {
            this(concurrency, shutdownGrace, commit, Optional.empty(), TierSettings.USUAL);
        }
    }

    /**
     * Between how many stream threads a process may choose.
     *
     * @param least it begins with so many; at least one
     * @param most not below the least
     */
    public record Threads(int least, int most) {}

    /** When what was done is committed, and so is seen by read-committed readers. */
    public sealed interface Commit {
        /** As soon as nothing more is at hand, within bounds. */
        record Adaptive() implements Commit {}

        /** Once in this time. */
        record Fixed(Duration interval) implements Commit {}
    }
}
