package io.penstock.processor.stream;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this process has a partition, and in which generation of the consumer group it got to know that. A process that
 * hangs may believe to have what another one got long ago: the generation tells. Stream threads tell, any thread may ask.
 */
final class Ownership {
    private final TopicPartition partition;
    private final Map<Consumer<?, ?>, Integer> generations = new ConcurrentHashMap<>();

    Ownership(TopicPartition partition) {
        this.partition = partition;
    }

    /** A stream thread has been to the broker. */
    void look(Consumer<?, ?> consumer) {
        if (consumer.assignment().contains(partition)) {
            generations.put(consumer, consumer.groupMetadata().generationId());
        } else {
            forget(consumer);
        }
    }

    /** A stream thread ends. */
    void forget(Consumer<?, ?> consumer) {
        generations.remove(consumer);
    }

    /** The generation; empty if the partition is not here. */
    OptionalInt generation() {
        return generations.values().stream().mapToInt(Integer::intValue).max();
    }
}
