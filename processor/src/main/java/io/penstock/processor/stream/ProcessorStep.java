package io.penstock.processor.stream;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** A step of the topology with its stores. */
final class ProcessorStep<K, V, K2, V2> implements ProcessorSupplier<K, V, K2, V2> {
    private final Supplier<Processor<K, V, K2, V2>> processor;
    private final Set<StoreBuilder<?>> stores;

    ProcessorStep(Supplier<Processor<K, V, K2, V2>> processor, StoreBuilder<?>... stores) {
        this.stores = Set.of(stores);
        this.processor = processor;
    }

    /**
     * A store that is kept on disk, and logged to a topic of its own.
     *
     * @param changelog properties of that topic
     */
    static StoreBuilder<?> persistent(String store, Map<String, String> changelog) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelog);
    }

    @Override
    public Processor<K, V, K2, V2> get() {
        return processor.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return stores;
    }
}
