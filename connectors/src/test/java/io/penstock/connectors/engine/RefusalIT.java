package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.connectors.testing.TopicReader.Read;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of it when MongoDB refuses to go on from some place, and has lost nothing. */
class RefusalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NOT_WATCHED = "is not watched any more";

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

    @ParameterizedTest
    @EnumSource(OnHistoryLost.class)
    void should_go_on_when_the_last_change_was_of_a_collection_that_is_not_watched_any_more(OnHistoryLost onHistoryLost)
            throws Exception {
        stopBehindAChangeOf("people");
        insert("orders", 10, 20);

        try (ChangeEngine engine = start(settings("orders").withOnHistoryLost(onHistoryLost))) {
            awaitIds("orders", 20);
            awaitStreaming(engine);
            insert("orders", 20, 30);
            awaitIds("orders", 30);
        }
        assertThat(listener.restarts).singleElement().asString().contains(NOT_WATCHED);
        assertThat(listener.states).doesNotContain(new EngineState.Snapshot());
    }

    @Test
    void should_go_on_when_nothing_has_happened_to_what_is_still_watched() throws Exception {
        stopBehindAChangeOf("people");

        try (ChangeEngine engine = start(settings("orders"))) {
            awaitStreaming(engine);
            insert("orders", 10, 20);
            awaitIds("orders", 20);
        }
        assertThat(listener.states).doesNotContain(new EngineState.Snapshot());
    }

    @Test
    void should_tell_again_what_was_changed_together_with_what_is_not_watched_any_more() throws Exception {
        try (ChangeEngine engine = start(settings("orders", "people"))) {
            awaitStreaming(engine);
            try (var session = database.client().startSession()) {
                session.withTransaction(() -> {
                    database.collection("orders").insertOne(session, new Document("_id", 0));
                    return database.collection("people").insertOne(session, new Document("_id", 0));
                });
            }
            awaitIds("people", 1);
        }
        insert("orders", 1, 2);

        try (ChangeEngine engine = start(settings("orders"));
                TopicReader topic = topic("orders")) {
            List<Read> told = topic.await(3);

            assertThat(told).extracting(Read::id).containsExactlyInAnyOrder("0", "0", "1");
            // By its position it is known for the same.
            assertThat(told).extracting(read -> read.position().orElseThrow()).doesNotContainNull();
            assertThat(told.stream().map(read -> read.position().orElseThrow()).distinct())
                    .hasSize(2);
            awaitStreaming(engine);
        }
    }

    @ParameterizedTest
    @EnumSource(OnHistoryLost.class)
    void should_end_with_advice_when_a_capped_collection_overtakes_its_snapshot(OnHistoryLost onHistoryLost)
            throws Exception {
        database.close();
        database = Database.onStandIn();
        insert("orders", 0, 10);
        database.faults()
                .refuseOnce("find", 136, "CollectionScan died due to position in capped collection being deleted.");

        try (ChangeEngine engine = start(settings("orders").withOnHistoryLost(onHistoryLost))) {
            assertThat(engine.awaitEnd())
                    .isInstanceOfSatisfying(
                            EngineState.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("The capped collection " + database.named("orders") + " has")
                                    .doesNotContain("on-history-lost"));
        }
    }

    private void stopBehindAChangeOf(String last) throws Exception {
        try (ChangeEngine engine = start(settings("orders", "people"))) {
            awaitStreaming(engine);
            insert("orders", 0, 10);
            awaitIds("orders", 10);
            insert(last, 0, 1);
            awaitIds(last, 1);
        }
        listener.restarts.clear();
        listener.states.clear();
    }

    private SettingsFixture settings(String... collections) {
        return SettingsFixture.watching(
                        List.of(collections).stream().map(database::named).toArray(String[]::new))
                .withApplication(database.name())
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
        await().atMost(PATIENCE).until(() -> {
            EngineState state = engine.state();
            assertThat(state).isNotInstanceOf(EngineState.Failed.class);
            return state.equals(new EngineState.Streaming());
        });
    }

    private TopicReader topic(String collection) {
        return new TopicReader(broker.bootstrapServers(), "cdc." + database.named(collection));
    }

    private void awaitIds(String collection, int count) {
        try (TopicReader topic = topic(collection)) {
            topic.awaitAll(records -> records.stream().map(Read::id).distinct().count() == count);
        }
    }

    private void insert(String collection, int from, int to) {
        database.collection(collection)
                .insertMany(IntStream.range(from, to)
                        .mapToObj(id -> new Document("_id", id))
                        .toList());
    }
}
