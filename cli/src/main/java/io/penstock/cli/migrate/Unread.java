package io.penstock.cli.migrate;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.topics.KafkaAccess;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Whether a consumer group has records before it that were there at one moment; what comes later does not count, for where
 * changes come without end there is always one that was not read yet. For one thread.
 */
final class Unread implements AutoCloseable {
    private final KafkaAccess kafka;
    private final String group;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordSearch search;
    private final Map<TopicPartition, Long> written = new HashMap<>();

    /**
     * What is there now.
     *
     * @param topics which are looked at
     */
    Unread(KafkaAccess kafka, String group, Predicate<String> topics, InstantSource clock) {
        this.kafka = kafka;
        this.group = group;
        this.admin = kafka.admin();
        this.consumer = kafka.reader();
        this.search = new RecordSearch(consumer, clock);
        try {
            Map<TopicPartition, OffsetSpec> partitions = there().stream()
                    .filter(partition -> topics.test(partition.topic()))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            // With what is not committed yet: it may be, later.
            KafkaAccess.answer(admin.listOffsets(partitions).all())
                    .forEach((partition, end) -> written.put(partition, end.offset()));
        } catch (KafkaException e) {
            close();
            throw kafka.failure(e);
        }
    }

    private Set<TopicPartition> there() {
        return consumer.listTopics().values().stream()
                .flatMap(topic -> topic.stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    /**
     * Whether there is one that the group has not read and committed, or may yet be one: a transaction is open.
     *
     * @throws CommandFailure if Kafka does not say
     */
    boolean any() {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    KafkaAccess.answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, Long> stable = consumer.endOffsets(written.keySet());
            Map<TopicPartition, Long> first = consumer.beginningOffsets(written.keySet());
            for (Map.Entry<TopicPartition, Long> mark : written.entrySet()) {
                TopicPartition partition = mark.getKey();
                OffsetAndMetadata read = committed.get(partition);
                long from = Math.max(first.getOrDefault(partition, 0L), read == null ? 0 : read.offset());
                if (stable.getOrDefault(partition, 0L) < mark.getValue()
                        || search.finds(partition, from, mark.getValue())) {
                    return true;
                }
            }
            return false;
        } catch (TimeoutException e) {
            throw gone(e);
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** Kafka's clients wait for a topic that is no longer there as they wait for a broker. */
    private CommandFailure gone(TimeoutException e) {
        try {
            Set<TopicPartition> gone = new HashSet<>(written.keySet());
            gone.removeAll(there());
            if (!gone.isEmpty()) {
                return CommandFailure.failed(
                        "These were there when this began to wait for what is on them, and Kafka has them no more: "
                                + gone.stream()
                                        .map(TopicPartition::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ". Who deletes topics there? Call this again: it goes on where it was, with those that are"
                                + " there.",
                        e);
            }
        } catch (KafkaException unreachable) {
            e.addSuppressed(unreachable);
        }
        return kafka.failure(e);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
