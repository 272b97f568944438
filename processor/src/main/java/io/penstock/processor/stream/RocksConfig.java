package io.penstock.processor.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;

/** Lets every store use the {@link RocksMemory} that is handed in with the configuration of Kafka Streams. */
public final class RocksConfig implements RocksDBConfigSetter {
    /** The key of the configuration that holds the memory itself. */
    static final String MEMORY = "penstock.rocksdb.memory";

    private static final long WRITE_BUFFER = 8L * 1024 * 1024;
    private static final int WRITE_BUFFERS = 3;
    /**
     * Of a write buffer: tells that a key is not in it, which most new documents ask, at a hundredth of the price of a search. 84
     * kB, sixteen bits and more for each key; much more would be a block of its own in each store, and taken from the bound.
     */
    private static final double BLOOM_FILTER = 0.01;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(MEMORY) instanceof RocksMemory memory)) {
            throw new IllegalStateException("The configuration has no " + MEMORY);
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
        options.setMemtablePrefixBloomSizeRatio(BLOOM_FILTER);
        options.setMemtableWholeKeyFiltering(true);
        memory.watch().opening(storeName, options);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache and the write buffers are the process's, not the store's.
    }
}
