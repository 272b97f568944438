package io.penstock.processor.stream;

import io.penstock.processor.row.RowStore;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** A store of Kafka Streams as the core wants it. */
final class StoreRows implements RowStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private final RowStore reading;

    StoreRows(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.reading = new ReadOnlyStoreRows(store);
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return reading.get(key);
    }

    @Override
    public void put(byte[] key, byte[] row) {
        store.put(Bytes.wrap(key), row);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(Bytes.wrap(key));
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        reading.scan(from, to, visitor);
    }
}
