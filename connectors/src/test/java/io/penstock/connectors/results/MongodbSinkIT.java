package io.penstock.connectors.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.ResultTopic;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongodbSinkIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final AtomicInteger DEPLOYMENTS = new AtomicInteger();

    private static EmbeddedBroker broker;

    /** Each case has a deployment of its own, on the broker of all. */
    private final String application = "shop-work-" + DEPLOYMENTS.incrementAndGet();

    private final LongAdder rounds = new LongAdder();
    private Database database;
    private ResultTopic topic;

    @BeforeAll
    static void startBroker(@TempDir Path kafka) {
        broker = EmbeddedBroker.start(kafka, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        database = Database.onStandIn();
        topic = new ResultTopic(broker.bootstrapServers(), application);
    }

    @AfterEach
    void stop() {
        topic.close();
        database.close();
    }

    private MongodbSink sink() {
        SettingsFixture settings = SettingsFixture.watching("shop.orders")
                .withApplication(application)
                .withKafka("bootstrap.servers", broker.bootstrapServers());
        MongodbSink sink = new MongodbSink(
                settings.settings(),
                Copy.results(new Topics(application), "penstock.results"),
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(database.uri()))
                        // The driver itself has the patience of half a minute.
                        .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                        .build(),
                rounds::increment);
        sink.start();
        return sink;
    }

    private MongoCollection<Document> results() {
        return database.client().getDatabase("penstock").getCollection("results");
    }

    private Optional<Document> result(String taskId) {
        return Optional.ofNullable(
                results().find(Filters.eq("_id.taskId", taskId)).first());
    }

    private void awaitResult(String taskId, Object result) {
        await().atMost(PATIENCE)
                .until(() -> result(taskId).map(found -> found.get("result")).equals(Optional.of(result)));
    }

    @Test
    void should_keep_what_the_record_says_with_its_types() {
        try (MongodbSink sink = sink()) {
            topic.tell(
                    "o-1",
                    ResultTopic.version(1),
                    "{\"n\": 1, \"long\": 1099511627776, \"real\": 2.5, \"exact\": 0.12345678901234567890, \"list\":"
                            + " [null, true]}");
            await().atMost(PATIENCE).until(() -> result("o-1").isPresent());

            Document found = result("o-1").orElseThrow();
            assertThat(found.get("_id"))
                    .isEqualTo(new Document("job", "invoice")
                            .append("collection", "shop.orders")
                            .append("taskId", "o-1"));
            assertThat(found.get("documentId")).isEqualTo(new ObjectId("0123456789abcdef01234567"));
            assertThat(found.get("version")).isEqualTo(ResultTopic.version(1));
            assertThat(found.get("attempts")).isEqualTo(3);
            assertThat(found.get("changedAt")).isEqualTo(Date.from(Instant.parse("2024-01-31T12:00:00Z")));
            Document result = found.get("result", Document.class);
            assertThat(result.get("n")).isEqualTo(1);
            assertThat(result.get("long")).isEqualTo(1L << 40);
            assertThat(result.get("real")).isEqualTo(2.5);
            assertThat(result.get("exact")).isEqualTo(Decimal128.parse("0.12345678901234567890"));
            assertThat(result.get("list")).isEqualTo(java.util.Arrays.asList(null, true));
            await().atMost(PATIENCE).until(sink::isWorking);
            long before = rounds.sum();
            // With nothing to copy too.
            await().atMost(PATIENCE).until(() -> rounds.sum() > before + 2);
        }
    }

    @Test
    void should_never_go_back_to_an_older_version() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Integer> newest = new TreeMap<>();
        try (MongodbSink sink = sink()) {
            for (int i = 0; i < 300; i++) {
                String task = "o-" + random.nextInt(10);
                int version = random.nextInt(1000);
                newest.merge(task, version, Math::max);
                topic.tell(task, ResultTopic.version(version), Integer.toString(version));
            }
            await().atMost(PATIENCE).until(() -> sink.copied() >= 300);

            newest.forEach((task, version) -> assertThat(result(task).map(found -> found.get("result")))
                    .as("seed %d, %s", seed, task)
                    .contains(version));
            assertThat(results().countDocuments()).isEqualTo(newest.size());
        }
    }

    @Test
    void should_take_of_two_versions_without_an_order_the_one_that_comes_later() {
        try (MongodbSink sink = sink()) {
            topic.tell("o-1", ResultTopic.version(1) + ".#ffff", "1");
            awaitResult("o-1", 1);
            topic.tell("o-1", ResultTopic.version(1) + ".#0000", "2");
            awaitResult("o-1", 2);
            await().atMost(PATIENCE).until(sink::isWorking);
        }
    }

    @Test
    void should_copy_committed_results_alone_and_go_on_where_it_was() throws Exception {
        try (MongodbSink sink = sink()) {
            topic.tellAndAbort("o-1", ResultTopic.version(9), "\"never\"");
            topic.tell("o-1", ResultTopic.version(1), "\"first\"");
            awaitResult("o-1", "first");
            await().atMost(PATIENCE).until(() -> sink.copied() == 1);
        }
        results().drop();
        try (MongodbSink sink = sink()) {
            topic.tell("o-2", ResultTopic.version(1), "\"second\"");
            awaitResult("o-2", "second");
            assertThat(result("o-1")).isEmpty();
            await().atMost(PATIENCE).until(() -> sink.copied() == 1);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listConsumerGroupOffsets(application + "-results-to-mongodb")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isNotEmpty();
        }
    }

    @Test
    void should_wait_while_there_is_no_primary() {
        try (MongodbSink sink = sink()) {
            topic.tell("o-1", ResultTopic.version(1), "1");
            awaitResult("o-1", 1);
            database.faults().stepDown();
            topic.tell("o-2", ResultTopic.version(1), "2");
            await().atMost(PATIENCE).until(() -> !sink.isWorking());
            database.faults().stepUp();
            awaitResult("o-2", 2);
            await().atMost(PATIENCE).until(sink::isWorking);
        }
    }

    @Test
    void should_keep_as_text_what_is_no_content_for_a_document() {
        try (MongodbSink sink = sink()) {
            topic.tell("o-1", ResultTopic.version(1), "{\"$mail\": \"a@b\"}");
            await().atMost(PATIENCE).until(() -> result("o-1").isPresent());

            assertThat(result("o-1").orElseThrow().getString("resultJson")).isEqualTo("{\"$mail\": \"a@b\"}");
            await().atMost(PATIENCE).until(sink::isWorking);
        }
    }

    /** The second one's index has a name that holds that of the id's. */
    @ParameterizedTest
    @ValueSource(strings = {"mail", "customer_id"})
    void should_keep_of_a_result_that_the_server_refuses_what_it_takes_and_go_on(String unique) {
        results().createIndex(Indexes.ascending("result." + unique), new IndexOptions().unique(true));
        try (MongodbSink sink = sink()) {
            for (String task : List.of("o-1", "o-2", "o-3")) {
                topic.tell(task, ResultTopic.version(1), "{\"" + unique + "\": \"a@b\"}");
                await().atMost(PATIENCE).until(() -> sink.copied() == Integer.parseInt(task.substring(2)));
            }
            topic.tell("o-4", ResultTopic.version(1), "{\"" + unique + "\": \"c@d\"}");
            await().atMost(PATIENCE).until(() -> result("o-4").isPresent());

            assertThat(result("o-1").orElseThrow()).containsKey("result").doesNotContainKey("refused");
            assertThat(result("o-2").orElseThrow()).containsKey("refused").doesNotContainKey("result");
            // Without its result it has nothing there, and so is like the one before it: the index takes neither.
            assertThat(result("o-3")).isEmpty();
            assertThat(result("o-4").orElseThrow()).containsKey("result");
        }
    }
}
