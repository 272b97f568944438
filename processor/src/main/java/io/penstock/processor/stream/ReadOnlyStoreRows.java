package io.penstock.processor.stream;

import io.penstock.processor.row.RowStore;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A store of Kafka Streams as the core wants it, for reading alone. */
record ReadOnlyStoreRows(ReadOnlyKeyValueStore<Bytes, byte[]> store) implements RowStore {
    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(store.get(Bytes.wrap(key)));
    }

    @Override
    public void put(byte[] key, byte[] row) {
        throw new UnsupportedOperationException("Stores are only read from here");
    }

    @Override
    public void delete(byte[] key) {
        throw new UnsupportedOperationException("Stores are only read from here");
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
            boolean more = true;
            while (more && rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                more = visitor.visit(row.key.get(), row.value);
            }
        }
    }
}
