package io.penstock.processor.stream;

import io.penstock.processor.registry.PartitionCountGuard;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients as Kafka Streams would make them, with fenced or strict producers, and with consumers that leave other
 * topics alone and rest: a stream thread that has had nothing to do for a second polls twice a second and no more. A record
 * that comes ends the wait at once. While attempts run, whose ends a short {@code poll.ms} is for, it stays short. What is
 * due at a time, a retry or a task that was put off, may be late by one wait. An idle poll costs about 0.25 ms of CPU, and several times that before it is compiled.
 */
final class PenstockClientSupplier implements KafkaClientSupplier {
    /** How long a thread at rest waits for a record. */
    static final Duration REST = Duration.ofMillis(500);
    /** After so many questions without an answer there is nothing to do: a second, at 20 ms each. */
    static final int TIRED = 50;

    private final BooleanSupplier working;
    private final Ownership ownership;
    private final Predicate<String> taken;
    private final PartitionCountGuard guard;
    private final TopicPartition fence;

    /**
     * Makes the supplier.
     *
     * @param working whether something may end at any moment that a stream thread has to look after; asked by stream threads
     * @param ownership told of what stream threads have
     * @param taken which topics are read; records of others stay where they are, and so do their offsets
     * @param guard refuses partitions that topics with changes did not have
     * @param fence see {@link FencedProducer}
     */
    PenstockClientSupplier(
            BooleanSupplier working,
            Ownership ownership,
            Predicate<String> taken,
            PartitionCountGuard guard,
            TopicPartition fence) {
        this.working = working;
        this.ownership = ownership;
        this.taken = taken;
        this.guard = guard;
        this.fence = fence;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return config.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                ? new FencedProducer(config, fence)
                : new StrictProducer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Rest rest = new Rest(working);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public void resume(Collection<TopicPartition> partitions) {
                // Kafka Streams pauses what it has just been assigned, and resumes it when its stores are there.
                super.resume(partitions.stream()
                        .filter(partition -> taken.test(partition.topic()))
                        .toList());
            }

            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                guard.reads(assignment());
                pause(leftAlone(assignment()));
                ConsumerRecords<byte[], byte[]> records = super.poll(rest.wait(timeout));
                rest.answered(!records.isEmpty());
                ownership.look(this);
                return records;
            }

            @Override
            public void close() {
                ownership.forget(this);
                super.close();
            }

            @Override
            public void close(CloseOptions option) {
                ownership.forget(this);
                super.close(option);
            }
        };
    }

    /** Those that are to be left alone. */
    private List<TopicPartition> leftAlone(Collection<TopicPartition> assigned) {
        return assigned.stream()
                .filter(partition -> !taken.test(partition.topic()))
                .toList();
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** How long one stream thread waits. For use by that thread. */
    static final class Rest {
        private final BooleanSupplier working;
        private int unanswered;

        Rest(BooleanSupplier working) {
            this.working = working;
        }

        /** How long to wait for records where Kafka Streams would wait for {@code timeout}. */
        Duration wait(Duration timeout) {
            if (timeout.isZero() || working.getAsBoolean()) {
                // While partitions are restored it does not wait at all.
                unanswered = 0;
            }
            return unanswered < TIRED || timeout.compareTo(REST) >= 0 ? timeout : REST;
        }

        /** Records came, or none. */
        void answered(boolean records) {
            unanswered = records ? 0 : Math.min(unanswered + 1, TIRED);
        }
    }
}
