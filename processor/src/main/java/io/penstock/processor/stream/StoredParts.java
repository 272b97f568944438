package io.penstock.processor.stream;

import io.penstock.processor.row.PiecewiseRows;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.row.StoredPart;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The stores of this process's partitions, for reading beside the stream threads. The backlog is as of the last commit: what
 * comes after is held back until the next one. The ledger may be ahead of it. Threads may share one.
 */
final class StoredParts {
    private final KafkaStreams streams;

    StoredParts(KafkaStreams streams) {
        this.streams = streams;
    }

    List<StoredPart> list() {
        NavigableSet<Integer> partitions = new TreeSet<>();
        streams.metadataForLocalThreads()
                .forEach(thread -> thread.activeTasks()
                        .forEach(task -> task.topicPartitions().stream()
                                .map(TopicPartition::partition)
                                .forEach(partitions::add)));
        List<StoredPart> parts = new ArrayList<>();
        for (int partition : partitions) {
            Optional<RowStore> ledger = open(StoreNames.LEDGER, partition);
            Optional<RowStore> backlog = open(StoreNames.BACKLOG, partition);
            if (ledger.isPresent() && backlog.isPresent()) {
                parts.add(new StoredPart(partition, ledger.get(), backlog.get()));
            }
        }
        return parts;
    }

    private Optional<RowStore> open(String store, int partition) {
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> rows = streams.store(
                    StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                            .withPartition(partition));
            return Optional.of(new PiecewiseRows(new ReadOnlyStoreRows(rows)));
        } catch (InvalidStateStoreException away) {
            // It moves, or is being restored.
            return Optional.empty();
        }
    }
}
