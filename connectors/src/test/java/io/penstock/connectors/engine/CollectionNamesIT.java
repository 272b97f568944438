package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.connectors.testing.TopicReader.Read;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A collection whose name has a sign of regular expressions, which MongoDB takes, beside those that it stands for as one. */
class CollectionNamesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "orders|old";

    private static EmbeddedBroker broker;

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

    @ParameterizedTest
    @CsvSource({"literal, database", "regex, deployment"})
    void should_be_read_and_followed_and_no_other(String match, String scope) throws Exception {
        insertInto(NAME, "orders", "old");
        SettingsFixture settings =
                watching(NAME).withDebezium("filters.match.mode", match).withDebezium("capture.scope", scope);
        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic("orders_old")) {
            topic.await(1);
            awaitStreaming(engine);
            insertInto("orders", "old", NAME);

            assertThat(topic.await(2))
                    .extracting(read -> read.value().at("/source/collection").asText())
                    .containsExactly(NAME, NAME);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .doesNotContain("cdc." + database.named("orders"), "cdc." + database.named("old"));
        }
    }

    /** Why nobody may ask Debezium for it: the day on which it reads the one that was asked for has to be noticed. */
    @Test
    void should_not_be_read_on_a_signal_where_debezium_has_seen_another_that_it_stands_for() {
        try (ChangeEngine engine = start(watching(NAME, "orders"));
                TopicReader topic = topic("orders")) {
            awaitStreaming(engine);
            insertInto(NAME, "orders");
            topic.await(1);
            Document wish =
                    new Document("type", "incremental").append("data-collections", List.of(database.named(NAME)));
            database.collection("penstock_signals")
                    .insertOne(new Document("type", "execute-snapshot").append("payload", wish));

            assertThat(topic.await(2)).extracting(Read::op).containsExactly("c", "r");
        }
    }

    private void insertInto(String... collections) {
        for (String collection : collections) {
            database.collection(collection).insertOne(new Document());
        }
    }

    private SettingsFixture watching(String... collections) {
        return SettingsFixture.watching(
                        List.of(collections).stream().map(database::named).toArray(String[]::new))
                .withApplication(database.name())
                .withKafka("bootstrap.servers", broker.bootstrapServers())
                .withMongodb("uri", database.uri())
                .withPatience();
    }

    private static ChangeEngine start(SettingsFixture settings) {
        ChangeEngine engine = new ChangeEngine(settings.settings(), new RecordingListener(), InstantSource.system());
        engine.start();
        return engine;
    }

    private static void awaitStreaming(ChangeEngine engine) {
        await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
    }

    private TopicReader topic(String collection) {
        return new TopicReader(broker.bootstrapServers(), "cdc." + database.named(collection));
    }
}
