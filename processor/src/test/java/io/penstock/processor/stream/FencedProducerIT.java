package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of what was done between records, which have no offsets of their own. */
class FencedProducerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
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

    private static void begin(KafkaProducer<byte[], byte[]> producer) throws Exception {
        producer.initTransactions();
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
}
