package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on demand, which the connector reads chunk by chunk, and what cuts a chunk off. */
class ChunksIT {
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
    void should_read_every_document_when_the_engine_ends_within_a_chunk() throws Exception {
        int documents = 3_000;
        SettingsFixture settings = settings()
                // Many offsets are kept while the documents of one chunk are handed over.
                .withDebezium("max.batch.size", "20")
                .withDebezium("max.queue.size", "40")
                .withDebezium("incremental.snapshot.chunk.size", "1000");
        try (TopicReader topic = topic()) {
            try (ChangeEngine engine = start(settings)) {
                awaitStreaming(engine);
                insert(documents);
                topic.await(documents);
                ask();
                topic.await(documents + 100);
            }
            assertThat(reads(topic.read())).as("read before the end").hasSizeLessThan(documents);

            try (ChangeEngine engine = start(settings)) {
                awaitStreaming(engine);
                topic.awaitAll(records ->
                        reads(records).stream().map(Read::id).distinct().count() == documents);
            }
        }
    }

    @Test
    void should_tell_nothing_old_when_a_chunk_could_not_be_read_to_its_end() throws Exception {
        int documents = 10_000;
        database.close();
        database = Database.onStandIn();
        SettingsFixture settings = settings().withDebezium("incremental.snapshot.chunk.size", "20000");
        try (ChangeEngine engine = start(settings);
                TopicReader topic = topic()) {
            awaitStreaming(engine);
            insert(documents);
            topic.await(documents);
            ask();
            // Of the stream the connector gets another cursor, and goes on; of a chunk it does not.
            await("a chunk that breaks off")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        database.faults().killCursors();
                        return listener.restarts.stream().anyMatch(reason -> reason.contains("ask for it again"));
                    });
            database.collection("orders").updateMany(new Document(), Updates.set("status", "paid"));
            database.collection("orders").deleteMany(Filters.lt("_id", 50));
            awaitStreaming(engine);
            ask();

            int changed = documents * 2 + 100;
            List<Read> reads = reads(topic.await(changed + documents - 50));
            assertThat(reads).extracting(Read::id).doesNotContain("0", "49").contains("50", "9999");
            assertThat(reads).extracting(Read::after).allMatch(text -> text.contains("paid"));
        }
    }

    @Test
    void should_give_up_a_collection_that_cannot_be_read_and_go_on_with_the_next_one() throws Exception {
        SettingsFixture settings = settings()
                .watchingAlso(database.named("people"))
                // Whatever is told of it, nothing else is in the same batch.
                .withDebezium("max.batch.size", "1");
        try (ChangeEngine engine = start(settings);
                TopicReader topic = new TopicReader(broker.bootstrapServers(), "cdc." + database.named("people"))) {
            awaitStreaming(engine);
            database.collection("people").insertOne(new Document("_id", 1));
            topic.await(1);
            ask(new Document("data-collections", List.of(database.named("orders"), database.named("people")))
                    .append(
                            "additional-conditions",
                            List.of(new Document("data-collection", database.named("orders"))
                                    .append("filter", "{oops"))));

            topic.awaitAll(records -> reads(records).size() == 1);
            database.collection("people").insertOne(new Document("_id", 2));
            assertThat(topic.await(3)).extracting(Read::id).containsExactly("1", "1", "2");
        }
        assertThat(listener.restarts)
                .singleElement()
                .asString()
                .contains("A part of " + database.named("orders") + ", which", "ask for it again");
    }

    private static List<Read> reads(List<Read> records) {
        Predicate<Read> read = record -> record.op().equals("r");
        return records.stream().filter(read).collect(Collectors.toList());
    }

    private void ask() {
        ask(new Document("data-collections", List.of(database.named("orders"))));
    }

    private void ask(Document wish) {
        database.collection("penstock_signals")
                .insertOne(
                        new Document("type", "execute-snapshot").append("payload", wish.append("type", "incremental")));
    }

    private void insert(int documents) {
        database.collection("orders")
                .insertMany(IntStream.range(0, documents)
                        .mapToObj(id -> new Document("_id", id).append("status", "placed"))
                        .toList());
    }

    private SettingsFixture settings() {
        return SettingsFixture.watching(database.named("orders"))
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
        await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
    }

    private TopicReader topic() {
        return new TopicReader(broker.bootstrapServers(), "cdc." + database.named("orders"));
    }
}
