package io.penstock.cli.migrate;

import io.penstock.cli.topics.KafkaAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a consumer group has records before it that were there at one moment; what comes later does not count, for where
 * changes come without end there is always one that was not read yet. For one thread.
 */
final class Unread {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;
    private final String group;
    private final Map<TopicPartition, Long> written;

    /**
     * What is there now.
     *
     * @param topics which are looked at
     */
    Unread(KafkaAccess kafka, String group, Predicate<String> topics) {
        this.kafka = kafka;
        this.group = group;
        this.written = new HashMap<>();
        try (Admin admin = kafka.admin();
                KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            consumer.listTopics().entrySet().stream()
                    .filter(topic -> topics.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .forEach(info ->
                            partitions.put(new TopicPartition(info.topic(), info.partition()), OffsetSpec.latest()));
            // With what is not committed yet: it may be, later.
            KafkaAccess.answer(admin.listOffsets(partitions).all())
                    .forEach((partition, end) -> written.put(partition, end.offset()));
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** Whether there is one that the group has not read and committed, or may yet be one: a transaction is open. */
    boolean any() {
        try (Admin admin = kafka.admin();
                KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    KafkaAccess.answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, Long> stable = consumer.endOffsets(written.keySet());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(written.keySet());
            for (Map.Entry<TopicPartition, Long> mark : written.entrySet()) {
                TopicPartition partition = mark.getKey();
                OffsetAndMetadata read = committed.get(partition);
                long from = Math.max(first.getOrDefault(partition, 0L), read == null ? 0 : read.offset());
                if (stable.getOrDefault(partition, 0L) < mark.getValue()
                        || hasRecords(consumer, partition, from, mark.getValue())) {
                    return true;
                }
            }
            return false;
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** Marks of transactions are no records, and a group may stop before one. */
    private static boolean hasRecords(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        if (from >= end) {
            return false;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    return true;
                }
            }
        }
        return false;
    }
}
