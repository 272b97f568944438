package io.penstock.benchmarks.kafka;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Fills topics before they are read. */
public final class TopicFiller {
    private TopicFiller() {}

    /**
     * Writes records, compressed as Penstock's engine does, and waits until Kafka has them all.
     *
     * @param records the record with a number, from 0
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    public static void fill(String bootstrapServers, int count, IntFunction<ProducerRecord<byte[], byte[]>> records) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(records.apply(i), (metadata, failed) -> failure.compareAndSet(null, failed));
            }
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new KafkaException("A topic could not be filled: " + failed.getMessage(), failed);
        }
    }

    /** A producer's settings: as Penstock's engine has them. */
    static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.LINGER_MS_CONFIG,
                20);
    }
}
