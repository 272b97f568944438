package io.penstock.processor.stream;

import io.penstock.settings.ProcessingSettings.Memory;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB's memory: one cache and one write-buffer manager for all stores of the process, so that it is bounded whatever
 * the number of partitions and the backlog. Write buffers are counted into the cache.
 */
final class RocksMemory implements AutoCloseable {
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final StoreWatch watch;

    RocksMemory(Memory memory, StoreWatch watch) {
        RocksDB.loadLibrary();
        this.watch = watch;
        this.cache = new LRUCache(memory.cacheBytes());
        this.writeBuffers = new WriteBufferManager(memory.writeBufferBytes(), cache);
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    StoreWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
