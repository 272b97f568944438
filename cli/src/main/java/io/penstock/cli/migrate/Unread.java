package io.penstock.cli.migrate;

import io.penstock.cli.topics.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Whether a consumer group has records before it. For one thread. */
final class Unread {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;
    private final String group;

    Unread(KafkaAccess kafka, String group) {
        this.kafka = kafka;
        this.group = group;
    }

    /**
     * Whether there is a record that the group has not read and committed, or may yet be one: a transaction is open.
     *
     * @param topics which are looked at
     */
    boolean any(Predicate<String> topics) {
        try (Admin admin = kafka.admin();
                KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topics.test(topic.getKey()))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, OffsetAndMetadata> committed =
                    KafkaAccess.answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long end = stable.getOrDefault(partition, 0L);
                long written = KafkaAccess.answer(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition))
                        .offset();
                OffsetAndMetadata read = committed.get(partition);
                if (written > end || hasRecords(consumer, partition, read == null ? 0 : read.offset(), end)) {
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
            if (!consumer.poll(POLL).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
