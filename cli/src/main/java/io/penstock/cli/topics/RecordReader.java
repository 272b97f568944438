package io.penstock.cli.topics;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** Reads the committed records of a topic, on behalf of nobody: no consumer group, no commits. */
public final class RecordReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaAccess kafka;
    private final StopSignal stop;

    /**
     * A reader.
     *
     * @param kafka the cluster
     * @param stop ends the reading
     */
    public RecordReader(KafkaAccess kafka, StopSignal stop) {
        this.kafka = kafka;
        this.stop = stop;
    }

    /**
     * Reads until there is no more, nobody wants more, or the end is wished. Records of one partition come in their
     * order.
     *
     * @param topic the topic
     * @param extent which part of it
     * @param taker takes a record, and says whether it wants more
     * @throws CommandFailure if there is no such topic, or no such Kafka
     */
    public void read(String topic, Extent extent, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            stop.onRequest(consumer::wakeup);
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            if (extent.fromBeginning()) {
                consumer.seekToBeginning(partitions);
            } else {
                consumer.seekToEnd(partitions);
                // Positions are found when they are asked for: now, and not with the first poll, is when it begins.
                partitions.forEach(consumer::position);
            }
            Map<TopicPartition, Long> ends = extent.endless() ? Map.of() : consumer.endOffsets(partitions);
            boolean wantsMore = true;
            while (wantsMore && (extent.endless() || before(ends, consumer))) {
                wantsMore = hand(consumer, ends, taker);
            }
        } catch (WakeupException e) {
            // The end is wished.
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw CommandFailure.failed("Kafka at " + kafka.address() + " has no topic " + topic
                    + ": it is made when Penstock first runs there. Another deployment's topics are read with"
                    + " --application, another cluster's with --bootstrap-server or --config.");
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private static boolean before(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> consumer) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private static boolean hand(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> taker) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), Long.MAX_VALUE);
            if (record.offset() < end && !taker.test(record)) {
                return false;
            }
        }
        return true;
    }
}
