package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.GovernorVoice;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots give way, changes do not. */
class SnapshotPaceIT {
    private static final int DOCUMENTS = 20_000;
    private static final int CHUNKED = 1_500;
    private static final int CHUNK = 5;
    private static final int BATCH = 2_048;
    private static final Duration A_WHILE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static EmbeddedBroker broker;

    private final RecordingListener listener = new RecordingListener();
    private Database database;
    private GovernorVoice governor;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() {
        database = new Database();
        governor = new GovernorVoice(broker.bootstrapServers(), database.name());
    }

    @AfterEach
    void close() {
        governor.close();
        database.close();
    }

    @Test
    void aFirstSnapshotShouldReadAsTheLimitSays() {
        insert(0, DOCUMENTS);
        governor.share(0);
        try (ChangeEngine engine = start(settings(0))) {
            // It begins at the floor, which is nothing here, and takes one batch before it rests.
            await().atMost(PATIENCE).until(() -> listener.delivered.get() > 0);
            await().during(A_WHILE).atMost(PATIENCE).until(() -> listener.delivered.get() <= BATCH);
            assertThat(engine.state()).isEqualTo(new EngineState.Snapshot());

            governor.share(1);
            await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.delivered).hasValue(DOCUMENTS));
            // A single look at a topic may come before its first records have.
            await().atMost(PATIENCE).until(() -> !governor.loads().isEmpty());
            assertThat(governor.loads()).allSatisfy(load -> {
                assertThat(load.instance()).isEqualTo("engine");
                assertThat(load.demand()).isEqualTo(1);
                assertThat(load.inUse()).isBetween(0.0, 1.0);
            });
            await().atMost(PATIENCE).until(governor::engineGone);
        }
        assertThat(listener.restarts).isEmpty();
    }

    @Test
    void withoutAWordFromTheGovernorASnapshotShouldGoAtTheFloor() {
        insert(0, DOCUMENTS);
        governor.share(0);
        try (ChangeEngine engine = start(settings(1))) {
            await().atMost(PATIENCE).until(() -> !governor.loads().isEmpty());
            governor.fallSilent();

            await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.delivered).hasValue(DOCUMENTS));
        }
        assertThat(listener.delivered).hasValue(DOCUMENTS);
        assertThat(listener.deliveredBeforeStreaming).hasValue(DOCUMENTS);
    }

    @Test
    void anIncrementalSnapshotShouldPauseWhileChangesFlow() {
        governor.share(1);
        try (ChangeEngine engine = start(settings(0));
                TopicReader orders = topic("orders");
                TopicReader people = topic("people");
                TopicReader notices = notices()) {
            await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
            insert(0, CHUNKED);
            orders.await(CHUNKED);
            governor.share(0);
            database.collection("penstock_signals")
                    .insertOne(new Document("type", "execute-snapshot")
                            .append(
                                    "payload",
                                    new Document("type", "incremental")
                                            .append("data-collections", List.of(database.named("orders")))));

            long paused = awaitDocumentsAt("PAUSED", notices);
            assertThat(paused).isBetween(1L, CHUNKED - 1L);

            for (int id = 0; id < 100; id++) {
                database.collection("people").insertOne(new Document("_id", id));
            }
            people.await(100);
            await().during(A_WHILE)
                    .atMost(PATIENCE)
                    .until(() -> notices.read().stream()
                            .noneMatch(notice -> stage(notice).equals("RESUMED")));

            governor.share(1);
            // What was being read when it paused was read to its end, and nothing more until it went on.
            assertThat(awaitDocumentsAt("RESUMED", notices)).isBetween(paused, paused + CHUNK);
            // Hundreds of chunks, each of which goes through the stream twice.
            await().atMost(Duration.ofMinutes(15)).until(() -> distinctReads(orders) == CHUNKED);
        }
        assertThat(listener.restarts).isEmpty();
    }

    /** How many documents had been read when the connector first told of a stage. */
    private static long awaitDocumentsAt(String stage, TopicReader notices) {
        return notices
                .awaitAll(told -> told.stream().anyMatch(notice -> stage(notice).equals(stage)))
                .stream()
                .filter(notice -> stage(notice).equals(stage))
                .findFirst()
                .flatMap(notice -> notice.header(HeaderNames.DOCUMENTS))
                .map(Long::parseLong)
                .orElseThrow();
    }

    private static String stage(TopicReader.Read notice) {
        return notice.value().path("type").asText();
    }

    private static long distinctReads(TopicReader topic) {
        return topic.read().stream()
                .filter(read -> read.op().equals("r"))
                .map(TopicReader.Read::id)
                .distinct()
                .count();
    }

    private SettingsFixture settings(double floor) {
        return SettingsFixture.watching(database.named("orders"), database.named("people"))
                .withApplication(database.name())
                .withKafka("bootstrap.servers", broker.bootstrapServers())
                .withMongodb("uri", database.uri())
                .withDebezium("incremental.snapshot.chunk.size", Integer.toString(CHUNK))
                .withPatience()
                .withFloor(floor);
    }

    private ChangeEngine start(SettingsFixture settings) {
        ChangeEngine engine = new ChangeEngine(settings.settings(), listener, InstantSource.system());
        engine.start();
        return engine;
    }

    private TopicReader topic(String collection) {
        return new TopicReader(broker.bootstrapServers(), "cdc." + database.named(collection));
    }

    private TopicReader notices() {
        return new TopicReader(broker.bootstrapServers(), new Topics(database.name()).notifications());
    }

    private void insert(int from, int to) {
        List<Document> documents = new ArrayList<>();
        IntStream.range(from, to).forEach(id -> documents.add(new Document("_id", id).append("status", "placed")));
        database.collection("orders").insertMany(documents);
    }
}
