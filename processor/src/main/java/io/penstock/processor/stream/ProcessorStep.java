package io.penstock.processor.stream;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** A step of the topology with its store. */
final class ProcessorStep<K, V, K2, V2> implements ProcessorSupplier<K, V, K2, V2> {
    private final Supplier<Processor<K, V, K2, V2>> processor;
    private final String store;

    ProcessorStep(String store, Supplier<Processor<K, V, K2, V2>> processor) {
        this.store = store;
        this.processor = processor;
    }

    @Override
    public Processor<K, V, K2, V2> get() {
        return processor.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray()));
    }
}
