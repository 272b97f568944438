package io.penstock.processor.stream;

import org.rocksdb.Options;

/**
 * Sees the options of each store before it is opened: for measurements that count what RocksDB does. Called on threads of
 * Kafka Streams.
 */
@FunctionalInterface
public interface StoreWatch {
    /** Looks at nothing. */
    StoreWatch NONE = (store, options) -> {};

    /** A partition's store is about to be opened. */
    void opening(String store, Options options);
}
