package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.EmbeddedWorkerConfig;
import io.penstock.connectors.source.SourceOffsetStore;
import io.penstock.connectors.testing.MadeTopics;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetStorageReaderImpl;
import org.apache.kafka.connect.storage.OffsetStorageWriter;
import org.apache.kafka.connect.util.TopicAdmin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers find of what the sink writes, and where the engine goes on. */
class TransactionsIT {
    private static final Map<String, Object> PARTITION = Map.of("server_id", "cdc");
    private static final String ENGINE = "shop";

    private static EmbeddedBroker broker;

    private final String id = UUID.randomUUID().toString();
    private final String changes = id + ".orders";
    private final String offsets = id + ".source-offsets";
    private final SourceOffsetRecord offset = new SourceOffsetRecord(offsets, ENGINE);

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopics() {
        MadeTopics.make(
                broker.bootstrapServers(),
                new NewTopic(changes, 1, (short) 1).configs(Map.of("max.message.bytes", "2000")),
                new NewTopic(offsets, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
    }

    @Test
    void shouldDropWhatAZombieStillSends() throws Exception {
        try (Transactions zombie = transactions();
                Transactions successor = transactions()) {
            zombie.begin();
            zombie.write(List.of(change("first"), offset.of(at(1))));
            zombie.producer().beginTransaction();
            // It stands still with this on its way: Kafka has it, and nobody has committed it.
            zombie.producer().send(change("zombie")).get();

            successor.begin();
            assertThat(stored()).containsEntry("ord", 1L);
            successor.write(List.of(change("second"), offset.of(at(2))));

            assertThatThrownBy(() -> zombie.producer().commitTransaction()).isInstanceOf(KafkaException.class);
            assertThatThrownBy(() -> zombie.write(List.of(change("zombie"), offset.of(at(1)))))
                    .isInstanceOf(KafkaException.class);
            successor.write(List.of(change("third"), offset.of(at(3))));
        }

        assertThat(committed(3)).containsExactly("first", "second", "third");
        awaitStored(3);
    }

    @Test
    void shouldWriteNothing_whenATopicDoesNotTakeOneOfTheRecords() throws Exception {
        try (Transactions transactions = transactions()) {
            transactions.begin();
            ProducerRecord<byte[], byte[]> large = change("x".repeat(5_000));

            assertThat(transactions.write(List.of(change("with it"), large, offset.of(at(1)))))
                    .containsExactly(large);
            assertThat(transactions.write(List.of(change("without it"), offset.of(at(2)))))
                    .isEmpty();
        }

        assertThat(committed(1)).containsExactly("without it");
        awaitStored(2);
    }

    @Test
    void shouldGoOnWhereAnInstallationWas_whoseOffsetsWereKeptByKafkaConnect() throws Exception {
        keepByConnect(at(7));
        assertThat(stored()).containsEntry("ord", 7L).containsEntry("resume_token", "token 7");

        try (Transactions transactions = transactions()) {
            transactions.begin();
            transactions.write(List.of(offset.of(at(8))));
        }
        awaitStored(8);
        try (TopicReader reader = reader(offsets)) {
            assertThat(reader.await(2))
                    .extracting(TopicReader.Read::key)
                    .containsOnly("[\"shop\",{\"server_id\":\"cdc\"}]");
        }
    }

    @Test
    void shouldGoOnWhereItWas_whenTheTopicOfTheOffsetsHasMorePartitionsThanOne() throws Exception {
        MadeTopics.widen(broker.bootstrapServers(), offsets, 5);

        try (Transactions transactions = transactions()) {
            transactions.begin();
            transactions.write(List.of(offset.of(at(9))));
        }

        awaitStored(9);
    }

    private static SourceRecord at(long ord) {
        return new SourceRecord(
                PARTITION, Map.of("sec", 1, "ord", ord, "resume_token", "token " + ord), "any", null, null);
    }

    private ProducerRecord<byte[], byte[]> change(String text) {
        return new ProducerRecord<>(changes, "key".getBytes(UTF_8), text.getBytes(UTF_8));
    }

    private Transactions transactions() {
        Map<String, Object> properties = new HashMap<>(kafka());
        properties.put("transactional.id", id);
        return new Transactions(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private List<String> committed(int count) {
        try (TopicReader reader = reader(changes)) {
            return reader.await(count).stream()
                    .map(read -> new String(read.record().value(), UTF_8))
                    .toList();
        }
    }

    private TopicReader reader(String topic) {
        return new TopicReader(broker.bootstrapServers(), topic);
    }

    /** A commit is decided before readers see it; who takes the id over waits for that, and who only reads does not. */
    private void awaitStored(long ord) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(stored()).containsEntry("ord", ord));
    }

    /** Where Debezium would go on. */
    private Map<String, Object> stored() {
        SourceOffsetStore store = new SourceOffsetStore();
        store.configure(worker());
        store.start();
        try {
            return new OffsetStorageReaderImpl(store, ENGINE, json(true), json(false)).offset(PARTITION);
        } finally {
            store.stop();
        }
    }

    private void keepByConnect(SourceRecord record) throws Exception {
        try (TopicAdmin admin = new TopicAdmin(kafka())) {
            OffsetBackingStore store = new KafkaOffsetBackingStore(() -> admin, () -> "connect-", json(true));
            store.configure(worker());
            store.start();
            OffsetStorageWriter writer = new OffsetStorageWriter(store, ENGINE, json(true), json(false));
            writer.offset(record.sourcePartition(), record.sourceOffset());
            writer.beginFlush(1, TimeUnit.MINUTES);
            writer.doFlush((failure, nothing) -> {}).get();
            store.stop();
        }
    }

    private EmbeddedWorkerConfig worker() {
        Map<String, String> properties = new HashMap<>(Map.of(
                "offset.storage.topic", offsets,
                "offset.storage.partitions", "1",
                "offset.storage.replication.factor", "1"));
        properties.put("bootstrap.servers", broker.bootstrapServers());
        return new EmbeddedWorkerConfig(properties);
    }

    private static JsonConverter json(boolean keys) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), keys);
        return converter;
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
