package io.penstock.benchmarks.backlog;

import io.penstock.processor.stream.StoreWatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.rocksdb.Options;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/** What RocksDB itself counts, for each store over all partitions. Threads may share one. */
final class StoreCounters implements StoreWatch {
    private static final List<TickerType> TICKERS = List.of(
            TickerType.NUMBER_DB_SEEK,
            TickerType.NUMBER_DB_NEXT,
            TickerType.NUMBER_ITER_SKIP,
            TickerType.NUMBER_KEYS_READ,
            TickerType.NUMBER_KEYS_WRITTEN,
            TickerType.BLOCK_CACHE_DATA_MISS,
            TickerType.BLOCK_CACHE_INDEX_MISS,
            TickerType.BLOCK_CACHE_FILTER_MISS,
            TickerType.BLOOM_FILTER_USEFUL);

    private final Map<String, List<Statistics>> statistics = new ConcurrentHashMap<>();

    @Override
    public void opening(String store, Options options) {
        Statistics counts = new Statistics();
        options.setStatistics(counts);
        statistics
                .computeIfAbsent(store, absent -> new CopyOnWriteArrayList<>())
                .add(counts);
    }

    /** Each count under {@code store.TICKER}. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        statistics.forEach((store, all) -> TICKERS.forEach(ticker -> counts.put(
                store + "." + ticker.name(),
                all.stream().mapToLong(each -> each.getTickerCount(ticker)).sum())));
        return counts;
    }
}
