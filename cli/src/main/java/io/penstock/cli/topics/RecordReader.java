package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;

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
     * @return whether it read as far as it was to; not if the end was wished before
     * @throws CommandFailure if there is no such topic, or no such Kafka
     */
    public boolean read(String topic, Extent extent, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
        return read(topic, extent, taker, (read, all) -> {});
    }

    /** Hears how far a reading has come. */
    public interface Course {
        /**
         * Some more was read.
         *
         * @param read how much of it, counted by offsets
         * @param all how much there was when it began
         */
        void at(long read, long all);
    }

    /**
     * Reads as {@link #read(String, Extent, Predicate)} does.
     *
     * @param course told again and again, if it has an end
     */
    public boolean read(String topic, Extent extent, Predicate<ConsumerRecord<byte[], byte[]>> taker, Course course) {
        try (Reading reading = reading(extent.endless() ? kafka.reader(POLL) : kafka.reader())) {
            KafkaConsumer<byte[], byte[]> consumer = reading.consumer();
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
            Map<TopicPartition, Long> begins = ends.isEmpty() ? Map.of() : consumer.beginningOffsets(partitions);
            boolean wantsMore = true;
            while (wantsMore && (extent.endless() || before(ends, consumer))) {
                wantsMore = hand(consumer, ends, taker);
                tell(course, begins, ends, consumer);
            }
            return true;
        } catch (WakeupException e) {
            // The end is wished.
            return false;
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /**
     * The partitions of a topic in which something is looked for.
     *
     * @param topic the topic
     * @param keys the keys that its records can have: where records of such keys stand, as Kafka's own partitioner places
     *     them; empty: anywhere
     */
    public record Section(String topic, Set<String> keys) {
        public Section {
            keys = Set.copyOf(keys);
        }
    }

    /**
     * Reads what is there in several topics at once: of each partition the newest records, as far back as it is told to go.
     * A topic that is not there has no records.
     *
     * @param most so many records of a partition, counted by their offsets
     * @return whether that was all
     * @throws CommandFailure if there is no such Kafka
     */
    public boolean readNewest(Collection<Section> sections, long most, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (Reading reading = reading(kafka.reader())) {
            KafkaConsumer<byte[], byte[]> consumer = reading.consumer();
            List<TopicPartition> partitions = sections.stream()
                    .flatMap(section -> partitions(consumer, section).stream())
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            boolean whole = true;
            for (TopicPartition partition : partitions) {
                long begin = begins.getOrDefault(partition, 0L);
                long from = Math.max(begin, ends.getOrDefault(partition, begin) - most);
                whole &= from == begin;
                consumer.seek(partition, from);
            }
            while (before(ends, consumer)) {
                hand(consumer, ends, record -> {
                    taker.accept(record);
                    return true;
                });
            }
            return whole;
        } catch (WakeupException e) {
            // The end is wished.
            return false;
        } catch (KafkaException e) {
            throw kafka.failure(e);
        }
    }

    /** A consumer that is woken up by a wish for the end, as long as it reads: a command may read again and again. */
    private record Reading(KafkaConsumer<byte[], byte[]> consumer, StopSignal stop, Runnable waking)
            implements AutoCloseable {
        @Override
        public void close() {
            stop.forget(waking);
            consumer.close();
        }
    }

    private Reading reading(KafkaConsumer<byte[], byte[]> consumer) {
        Reading reading = new Reading(consumer, stop, consumer::wakeup);
        stop.onRequest(reading.waking());
        return reading;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Section section) {
        List<PartitionInfo> infos = consumer.partitionsFor(section.topic());
        int count = infos == null ? 0 : infos.size();
        IntStream numbers = section.keys().isEmpty()
                ? IntStream.range(0, count)
                : section.keys().stream()
                        .mapToInt(key -> Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % Math.max(1, count))
                        .distinct()
                        .filter(number -> number < count);
        return numbers.mapToObj(number -> new TopicPartition(section.topic(), number))
                .toList();
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

    private static void tell(
            Course course,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer) {
        long read = 0;
        long all = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            long begin = begins.getOrDefault(end.getKey(), 0L);
            read += Math.min(end.getValue(), consumer.position(end.getKey())) - begin;
            all += end.getValue() - begin;
        }
        if (all > 0) {
            course.at(read, all);
        }
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
