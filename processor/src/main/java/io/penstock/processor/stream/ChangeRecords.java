package io.penstock.processor.stream;

import io.penstock.processor.task.Origin;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records with changes that a deployment's processors have read last. */
public final class ChangeRecords {
    /** Of each partition: what is told again begins no earlier than the engine's batch before it stopped. */
    private static final long LAST = 2_000;

    private static final Duration WAIT = Duration.ofMillis(200);
    /** For how long Kafka may give nothing of what was read. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ChangeRecords() {}

    /**
     * Hands them over, partition by partition, in order.
     *
     * @throws KafkaException if they cannot be read
     */
    public static void lastRead(Settings settings, java.util.function.Consumer<OriginalRecord> taker) {
        Map<String, Object> config = new HashMap<>(settings.connections().kafka());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Sources sources = Sources.of(settings);
        try (Admin admin = Admin.create(new HashMap<>(settings.connections().kafka()));
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(settings.application())
                    .partitionsToOffsetAndMetadata()
                    .get();
            Set<TopicPartition> known = read.keySet();
            for (TopicPartition partition : known) {
                OffsetAndMetadata end = read.get(partition);
                if (end != null && sources.match(partition.topic())) {
                    read(consumer, partition, end.offset(), PATIENCE, taker);
                }
            }
        } catch (ExecutionException e) {
            throw new KafkaException("How far changes were read is not known: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    static void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long end,
            Duration patience,
            java.util.function.Consumer<OriginalRecord> taker) {
        consumer.assign(List.of(partition));
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(first, end - LAST));
        long heard = System.nanoTime();
        while (consumer.position(partition) < end) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(WAIT);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new KafkaException("Partition " + partition + " was read up to offset " + end + ", and for "
                        + patience.toSeconds() + " s it has given nothing behind " + consumer.position(partition)
                        + ". Is the broker there that leads it? If its topic was made anew, set the processors' consumer"
                        + " group to its beginning (kafka-consumer-groups --reset-offsets --to-earliest); if it has lost"
                        + " its end, to that (--to-latest). Then begin again.");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < end) {
                    Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
                    taker.accept(Originals.of(record.key(), record.value(), record.headers(), origin));
                }
            }
        }
    }
}
