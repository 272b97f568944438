package io.penstock.benchmarks.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the records of a topic as a read-committed consumer sees them. For use by one thread. */
public final class CommittedRecords implements LongSupplier, AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private long count;

    /** Counts from the topic's beginning; the topic has to be there. */
    public CommittedRecords(String bootstrapServers, String topic, int partitions) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(TopicAdmin.partitions(topic, partitions));
        consumer.seekToBeginning(consumer.assignment());
    }

    /** How many there are by now. */
    @Override
    public long getAsLong() {
        count += consumer.poll(LOOK).count();
        return count;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
