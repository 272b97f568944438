package io.penstock.benchmarks.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a restore reads of changelogs, and what of it is alive: keys and values, in bytes.
 *
 * @param read all that a read-committed consumer gets from the beginning to the end
 * @param live the newest row of each key that has one
 */
public record Changelog(long read, long live) {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Reads topics, all of as many partitions. */
    public static Changelog read(String bootstrapServers, List<String> topics, int partitions) {
        long read = 0;
        long live = 0;
        for (String topic : topics) {
            for (TopicPartition partition : TopicAdmin.partitions(topic, partitions)) {
                Changelog part = read(bootstrapServers, partition);
                read += part.read();
                live += part.live();
            }
        }
        return new Changelog(read, live);
    }

    private static Changelog read(String bootstrapServers, TopicPartition partition) {
        Map<Bytes, Integer> rows = new HashMap<>();
        long read = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(LOOK)) {
                    int size = row.serializedKeySize() + Math.max(0, row.serializedValueSize());
                    read += size;
                    if (row.value() == null) {
                        rows.remove(Bytes.wrap(row.key()));
                    } else {
                        rows.put(Bytes.wrap(row.key()), size);
                    }
                }
            }
        }
        return new Changelog(
                read, rows.values().stream().mapToLong(Integer::longValue).sum());
    }
}
