package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.connectors.testing.TopicReader.Read;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.SourceSettings.DocumentMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine brings into Kafka while nothing goes wrong. */
class ChangeEngineIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static EmbeddedBroker broker;

    private final RecordingListener listener = new RecordingListener();
    private Database database;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void openDatabase() {
        database = new Database();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void should_read_what_is_there_and_then_follow_what_happens() throws Exception {
        database.collection("orders").insertOne(new Document("_id", 1).append("status", "placed"));
        SettingsFixture settings = settings("orders");

        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders")) {
            topic.await(1);
            awaitStreaming(engine);
            database.collection("orders").insertOne(new Document("_id", 2).append("status", "placed"));
            database.collection("orders").updateOne(Filters.eq(2), Updates.set("status", "paid"));
            database.collection("orders").replaceOne(Filters.eq(2), new Document("status", "cancelled"));
            database.collection("orders").deleteOne(Filters.eq(2));

            List<Read> records = topic.await(6);
            assertThat(records)
                    .extracting(Read::op)
                    .filteredOn(op -> !op.isEmpty())
                    .containsExactlyInAnyOrder("r", "c", "u", "u", "d");
            assertThat(records).extracting(Read::key).contains("{\"id\":\"1\"}", "{\"id\":\"2\"}");
            assertThat(of(2, records)).extracting(Read::op).containsExactly("c", "u", "u", "d", "");
            assertThat(of(2, records))
                    .last()
                    .satisfies(
                            tombstone -> assertThat(tombstone.record().value()).isNull());
            assertThat(records).allSatisfy(read -> assertThat(read.position()).isPresent());
            assertThat(records)
                    .allSatisfy(read -> assertThat(read.value().has("schema")).isFalse());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.delivered).hasValue(6));
            assertThat(listener.newest.get()).isNotNull();
            assertThat(listener.restarts).isEmpty();
        }
        assertThat(listener.states)
                .containsSubsequence(
                        new EngineState.Starting(),
                        new EngineState.Snapshot(),
                        new EngineState.Streaming(),
                        new EngineState.Stopped());
    }

    @Test
    void should_go_on_after_a_restart_without_loss_and_without_repeats() throws Exception {
        SettingsFixture settings = settings("orders");
        try (ChangeEngine engine = start(settings)) {
            awaitStreaming(engine);
            insert(0, 500);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.delivered).hasValue(500));
        }
        insert(500, 1000);

        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            insert(1000, 1100);
            List<Read> records = topic.await(1100);

            assertThat(records).extracting(Read::id).doesNotHaveDuplicates().hasSize(1100);
            assertThat(records).extracting(Read::op).containsOnly("c");
        }
    }

    @Test
    void should_follow_from_the_end_of_a_snapshot_that_found_nothing() throws Exception {
        SettingsFixture settings = settings("orders");
        try (ChangeEngine engine = start(settings)) {
            awaitStreaming(engine);
        }
        insert(0, 10);

        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            assertThat(topic.await(10)).extracting(Read::op).containsOnly("c");
        }
    }

    @Test
    void should_give_the_changes_of_a_document_growing_positions() throws Exception {
        try (ChangeEngine engine = start(settings("orders"));
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            for (int id = 0; id < 5; id++) {
                database.collection("orders").insertOne(new Document("_id", id).append("n", 0));
            }
            for (int n = 1; n <= 100; n++) {
                database.collection("orders").updateMany(new Document(), Updates.set("n", n));
            }

            List<Read> records = topic.await(505);
            for (int id = 0; id < 5; id++) {
                List<String> positions = of(id, records).stream()
                        .map(read -> read.position().orElseThrow())
                        .toList();
                assertThat(positions).hasSize(101).isSorted().doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void should_watch_collections_of_several_databases() throws Exception {
        try (Database other = Database.beside(database)) {
            if (Database.realServer().isEmpty()) {
                // Who may read any database may not list what is in MongoDB's own.
                database.faults().forbidOutside("listCollections", database.name(), other.name());
            }
            watchBoth(other);
        }
        assertThat(topics()).doesNotContain("cdc." + database.named("ignored"));
    }

    private void watchBoth(Database other) throws Exception {
        try (ChangeEngine engine = start(settings("orders").watchingAlso(other.named("people")))) {
            awaitStreaming(engine);
            database.collection("orders").insertOne(new Document("_id", 1));
            database.collection("ignored").insertOne(new Document("_id", 1));
            other.collection("people").insertOne(new Document("_id", 2));

            try (TopicReader orders = topic("orders");
                    TopicReader people = new TopicReader(broker.bootstrapServers(), "cdc." + other.named("people"))) {
                assertThat(orders.await(1)).extracting(Read::id).containsExactly("1");
                assertThat(people.await(1)).extracting(Read::id).containsExactly("2");
            }
        }
    }

    @Test
    void should_make_topics_on_first_sight_when_a_collection_is_a_pattern() throws Exception {
        try (ChangeEngine engine = start(settings("orders_*"))) {
            awaitStreaming(engine);
            database.collection("orders_2026").insertOne(new Document("_id", 1));
            await().atMost(PATIENCE).until(() -> topics().contains("cdc." + database.named("orders_2026")));

            Config config = config("cdc." + database.named("orders_2026"));
            assertThat(config.get("retention.ms").value())
                    .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
            assertThat(Integer.parseInt(config.get("max.message.bytes").value()))
                    .isGreaterThan(1_000_000);
            try (TopicReader topic = topic("orders_2026")) {
                assertThat(topic.await(1)).hasSize(1);
            }
        }
    }

    @Test
    void should_leave_out_what_penstock_copies_when_a_database_is_a_pattern() throws Exception {
        String name = "of_" + database.name();
        MongoCollection<Document> copies =
                database.client().getDatabase("penstock").getCollection(name);
        copies.insertOne(new Document("_id", 1));
        try (ChangeEngine engine = start(connected(SettingsFixture.watching("*." + name)));
                TopicReader topic = topic(name)) {
            awaitStreaming(engine);
            copies.insertOne(new Document("_id", 2));
            database.collection(name).insertOne(new Document("_id", 3));
            assertThat(topic.await(1)).extracting(Read::id).containsExactly("3");
            assertThat(topics()).doesNotContain("cdc.penstock." + name);
        } finally {
            copies.drop();
        }
    }

    @Test
    void should_keep_offsets_in_one_compacted_partition() throws Exception {
        SettingsFixture settings = settings("orders");
        try (ChangeEngine engine = start(settings)) {
            awaitStreaming(engine);
        }

        assertThat(config(settings.application() + ".source-offsets")
                        .get("cleanup.policy")
                        .value())
                .isEqualTo("compact");
    }

    @Test
    void should_make_a_dead_letter_of_a_change_that_does_not_fit() throws Exception {
        SettingsFixture settings = settings("orders").withMaxRecordBytes(20_000);
        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders");
                TopicReader letters =
                        new TopicReader(broker.bootstrapServers(), settings.application() + ".dead-letters")) {
            awaitStreaming(engine);
            database.collection("orders").insertOne(new Document("_id", 1).append("text", "x"));
            database.collection("orders").insertOne(new Document("_id", 2).append("text", "ä".repeat(50_000)));
            database.collection("orders").insertOne(new Document("_id", 3).append("text", "x"));

            assertThat(topic.await(2)).extracting(Read::id).containsExactlyInAnyOrder("1", "3");
            Read letter = letters.await(1).get(0);
            assertThat(letter.key()).isEqualTo("{\"id\":\"2\"}");
            assertThat(letter.position()).isPresent();
            assertThat(letter.header("penstock.reason")).contains("change-too-large");
            assertThat(letter.header("penstock.collection")).contains(database.named("orders"));
            assertThat(letter.record().value()).hasSizeBetween(15_000, 20_000);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(listener.deadLetters).containsExactly("cdc." + database.named("orders")));
        }
    }

    @Test
    void should_read_only_what_changed_when_documents_are_deltas() throws Exception {
        try (ChangeEngine engine = start(settings("orders").withDocument(DocumentMode.DELTA));
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            database.collection("orders").insertOne(new Document("_id", 1).append("a", 1));
            database.collection("orders").updateOne(Filters.eq(1), Updates.set("a", 2));

            List<Read> records = topic.await(2);
            assertThat(records.get(0).after()).contains("\"a\": 1");
            assertThat(records.get(1).value().get("after").isNull()).isTrue();
            assertThat(records.get(1)
                            .value()
                            .at("/updateDescription/updatedFields")
                            .asText())
                    .contains("\"a\": 2");
        }
    }

    @Test
    void should_read_each_state_when_documents_are_post_images() throws Exception {
        database.database()
                .createCollection(
                        "orders",
                        new CreateCollectionOptions()
                                .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
        try (ChangeEngine engine = start(settings("orders").withDocument(DocumentMode.POST_IMAGE));
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            database.collection("orders").insertOne(new Document("_id", 1).append("n", 1));
            // Whoever looks the document up finds what the last of them made of it.
            database.collection("orders")
                    .bulkWrite(List.of(
                            new UpdateOneModel<>(Filters.eq(1), Updates.inc("n", 1)),
                            new UpdateOneModel<>(Filters.eq(1), Updates.inc("n", 1)),
                            new UpdateOneModel<>(Filters.eq(1), Updates.inc("n", 1))));

            assertThat(topic.await(4))
                    .extracting(Read::after)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"n\": 1"),
                            second -> assertThat(second).contains("\"n\": 2"),
                            third -> assertThat(third).contains("\"n\": 3"),
                            fourth -> assertThat(fourth).contains("\"n\": 4"));
        }
    }

    @Test
    void should_read_a_collection_on_a_signal() throws Exception {
        SettingsFixture settings = settings("orders");
        insert(0, 50);
        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders")) {
            topic.await(50);
            awaitStreaming(engine);

            database.collection("penstock_signals")
                    .insertOne(new Document("type", "execute-snapshot")
                            .append(
                                    "payload",
                                    new Document("type", "incremental")
                                            .append("data-collections", List.of(database.named("orders")))));

            List<Read> records = topic.await(100);
            Map<String, Long> reads = records.stream()
                    .filter(read -> read.op().equals("r"))
                    .collect(Collectors.groupingBy(Read::id, Collectors.counting()));
            assertThat(reads)
                    .hasSize(50)
                    .allSatisfy((id, count) -> assertThat(count).isEqualTo(2));
        }
        assertThat(topics()).doesNotContain("cdc." + database.named("penstock_signals"));
    }

    private SettingsFixture settings(String... collections) {
        String[] names = List.of(collections).stream().map(database::named).toArray(String[]::new);
        return connected(SettingsFixture.watching(names));
    }

    private SettingsFixture connected(SettingsFixture watching) {
        return watching.withApplication(database.name())
                .withKafka("bootstrap.servers", broker.bootstrapServers())
                .withMongodb("uri", database.uri())
                .withPatience();
    }

    private ChangeEngine start(SettingsFixture settings) {
        ChangeEngine engine = new ChangeEngine(settings.settings(), listener, InstantSource.system());
        engine.start();
        return engine;
    }

    private static void awaitStreaming(ChangeEngine engine) {
        await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
    }

    private TopicReader topic(String collection) {
        return new TopicReader(broker.bootstrapServers(), "cdc." + database.named(collection));
    }

    private void insert(int from, int to) {
        List<Document> documents = new ArrayList<>();
        IntStream.range(from, to).forEach(id -> documents.add(new Document("_id", id).append("status", "placed")));
        database.collection("orders").insertMany(documents);
    }

    private static List<Read> of(int id, List<Read> records) {
        return records.stream()
                .filter(read -> read.id().equals(Integer.toString(id)))
                .toList();
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private static Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next();
        }
    }
}
