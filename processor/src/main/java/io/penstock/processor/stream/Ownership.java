package io.penstock.processor.stream;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this process has a partition, and in which generation of the consumer group it got to know that. A process that
 * hangs may believe to have what another one got long ago: the generation tells. Stream threads tell, any thread may ask.
 *
 * <p>With {@code group.protocol: streams} Kafka Streams makes its consumers itself and nobody tells: then what it says of its
 * threads counts, and the second in which that was seen first is the generation.
 */
final class Ownership {
    /** The beginning of 2026: seconds since then fit an int for decades. */
    private static final long EPOCH_SECONDS = 1_767_225_600L;

    private final TopicPartition partition;
    private final Map<Consumer<?, ?>, Integer> generations = new ConcurrentHashMap<>();
    private volatile boolean told;
    private OptionalInt claimed = OptionalInt.empty();

    Ownership(TopicPartition partition) {
        this.partition = partition;
    }

    /** A stream thread has been to the broker. */
    void look(Consumer<?, ?> consumer) {
        told = true;
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

    /**
     * The generation; empty if the partition is not here.
     *
     * @param partitions what Kafka Streams says that this process has, by their names; asked where nobody tells
     * @param millis the time of day
     */
    OptionalInt generation(Supplier<? extends Collection<String>> partitions, long millis) {
        return told ? known() : claim(partitions.get().contains(partition.toString()), millis);
    }

    private synchronized OptionalInt claim(boolean here, long millis) {
        if (!here) {
            claimed = OptionalInt.empty();
        } else if (claimed.isEmpty()) {
            claimed = OptionalInt.of((int) Math.max(0, millis / 1_000 - EPOCH_SECONDS));
        }
        return claimed;
    }

    private OptionalInt known() {
        return generations.values().stream().mapToInt(Integer::intValue).max();
    }
}
