package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of what was done between records, which have no offsets of their own. */
class FencedProducerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(3);
    private static final String GROUP = "penstock";
    private static final TopicPartition FENCE = new TopicPartition("penstock.jobs", 0);
    private static final TopicPartition RESULTS = new TopicPartition("penstock.results", 0);

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        broker = EmbeddedBroker.start(folder, 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(
                        List.of(new NewTopic(FENCE.topic(), 1, (short) 1), new NewTopic(RESULTS.topic(), 1, (short) 1)))
                .all()
                .get();
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    private Map<String, Object> config(String id) {
        return Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id);
    }

    /** With so long for each step of a transaction. */
    private Map<String, Object> config(String id, Duration step) {
        Map<String, Object> config = new HashMap<>(config(id));
        config.put("max.block.ms", step.toMillis());
        return config;
    }

    private static void begin(KafkaProducer<byte[], byte[]> producer) throws Exception {
        // The broker's first transaction takes longer than others.
        await().atMost(PATIENCE).ignoreException(TimeoutException.class).untilAsserted(producer::initTransactions);
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(RESULTS.topic(), new byte[] {1})).get();
    }

    /** One that has been given what the group reads. */
    private KafkaConsumer<byte[], byte[]> member() {
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", GROUP),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        member.subscribe(List.of(RESULTS.topic()));
        await().atMost(PATIENCE).until(() -> {
            member.poll(Duration.ofMillis(100));
            return !member.assignment().isEmpty();
        });
        return member;
    }

    private long committed() throws Exception {
        return admin.listOffsets(
                        Map.of(RESULTS, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(RESULTS)
                .get()
                .offset();
    }

    @Test
    void shouldCommitNothingOfAProcessThatIsNotOfTheGroupAnyMore() throws Exception {
        ConsumerGroupMetadata gone;
        try (KafkaConsumer<byte[], byte[]> member = member()) {
            gone = member.groupMetadata();
        }
        try (KafkaProducer<byte[], byte[]> producer = new FencedProducer(config("process-1"), FENCE)) {
            begin(producer);

            assertThatThrownBy(() -> producer.sendOffsetsToTransaction(Map.of(), gone))
                    .isInstanceOf(CommitFailedException.class);

            producer.abortTransaction();
        }
        // What Kafka's own producer does: the reason why there is another one.
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config("process-2"), new ByteArraySerializer(), new ByteArraySerializer())) {
            begin(producer);
            producer.sendOffsetsToTransaction(Map.of(), gone);
            producer.commitTransaction();
        }
    }

    @Test
    void shouldCommitWhatAMemberOfTheGroupHasDone() throws Exception {
        try (KafkaConsumer<byte[], byte[]> member = member();
                KafkaProducer<byte[], byte[]> producer = new FencedProducer(config("process-1"), FENCE)) {
            begin(producer);

            producer.sendOffsetsToTransaction(Map.of(), member.groupMetadata());
            producer.commitTransaction();

            await().atMost(PATIENCE).until(() -> committed() >= 1);
            assertThat(admin.listConsumerGroupOffsets(GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .containsOnlyKeys(FENCE);
        }
    }

    /** Kafka Streams repeats a commit without offsets, and would take one that timed out for done. */
    @Test
    void shouldLetACommitThatTimedOutBeRepeated_untilItIsKnown() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (KafkaConsumer<byte[], byte[]> member = member();
                KafkaProducer<byte[], byte[]> producer = new FencedProducer(config("process-1", A_MOMENT), FENCE);
                AutoCloseable letGo = held::countDown) {
            begin(producer);
            producer.sendOffsetsToTransaction(Map.of(RESULTS, new OffsetAndMetadata(1)), member.groupMetadata());
            // Nothing more is told to the broker before it is let go.
            var unused = producer.send(
                    new ProducerRecord<>(RESULTS.topic(), new byte[] {2}), (metadata, failure) -> hold(held));

            assertThatThrownBy(producer::commitTransaction).isInstanceOf(TimeoutException.class);

            producer.sendOffsetsToTransaction(Map.of(), member.groupMetadata());
            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOf(KafkaException.class)
                    .isNotInstanceOf(TimeoutException.class)
                    .hasMessageContaining("not known");
            assertThat(committed()).isZero();

            letGo.close();
            producer.sendOffsetsToTransaction(Map.of(), member.groupMetadata());
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(producer::commitTransaction);

            await().atMost(PATIENCE).until(() -> committed() >= 2);
            assertThat(admin.listConsumerGroupOffsets(GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .containsOnlyKeys(RESULTS);
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
