package io.penstock.processor.stream;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store without rows that hears of each commit before it is made. Kafka Streams flushes the caches of a task's stores
 * when it prepares a commit ({@code StreamTask.prepareCommit}, 4.3), and what is written then belongs to it. The interface
 * is internal to Kafka Streams, and the only place to hear of it on time: see docs/decisions/006.
 */
final class CommitSignal implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private Runnable beforeCommit = () -> {};

    CommitSignal(String name) {
        this.name = name;
    }

    /** What is to be done before each commit, on the partition's thread. */
    void onCommit(Runnable action) {
        beforeCommit = action;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void clearCache() {
        // There is none.
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
    }

    @Override
    public void close() {
        beforeCommit = () -> {};
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Makes one for each partition. */
    record Builder(String name) implements StoreBuilder<CommitSignal> {
        @Override
        public StoreBuilder<CommitSignal> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitSignal> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitSignal> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<CommitSignal> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitSignal build() {
            return new CommitSignal(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
