package io.penstock.cli.snapshot;

import io.penstock.cli.topics.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** What the engine tells from now on. The topic may be made by its first word. For one thread. */
final class Notifications implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private boolean listening;

    Notifications(KafkaAccess kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
        this.consumer = kafka.reader();
        try {
            listen(false);
        } catch (KafkaException e) {
            consumer.close();
            throw kafka.failure(e);
        }
    }

    /** Hears what there is to hear in a moment. */
    void listenAMoment(Consumer<Notice> taker) {
        try {
            if (!listening) {
                listen(true);
            }
            if (!listening) {
                Thread.sleep(POLL.toMillis());
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Optional<Notice> notice = Notice.of(record);
                notice.ifPresent(taker);
            }
        } catch (KafkaException e) {
            throw kafka.failure(e);
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    private void listen(boolean fromBeginning) {
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(topic, List.of());
        List<TopicPartition> all = partitions.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        listening = !all.isEmpty();
        consumer.assign(all);
        if (fromBeginning) {
            consumer.seekToBeginning(all);
        } else {
            consumer.seekToEnd(all);
            // Positions are found when they are asked for: now, and not with the first poll, is when it begins.
            all.forEach(consumer::position);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
