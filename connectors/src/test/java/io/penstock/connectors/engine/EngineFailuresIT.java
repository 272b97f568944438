package io.penstock.connectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.connectors.testing.TopicReader.Read;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.Stall;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import io.penstock.records.Topics;
import io.penstock.settings.SourceSettings.OnHistoryLost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * What the engine does when something goes wrong. Long, for much can: each is one test, and all need the same engine, broker and
 * database.
 */
class EngineFailuresIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RecordingListener listener = new RecordingListener();

    @TempDir
    Path data;

    private EmbeddedBroker broker;
    private Database database;

    @BeforeEach
    void startBrokerAndDatabase() {
        broker = EmbeddedBroker.start(data, 0);
        database = Database.onStandIn();
    }

    @AfterEach
    void stopBrokerAndDatabase() {
        database.close();
        broker.close();
    }

    @Test
    void should_wait_for_kafka_and_lose_nothing() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 100);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.delivered).hasValue(100));
            int port = broker.port();
            broker.close();
            insert(100, 200);
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.what().equals("Kafka"));
            broker = EmbeddedBroker.start(data, port);
            insert(200, 300);

            awaitStreaming(engine);
            awaitIds(300);
        }
    }

    @Test
    void should_start_again_when_kafka_stays_away_for_longer_than_a_record_may_take() throws Exception {
        SettingsFixture impatient = settings()
                .withKafka("max.block.ms", "2000")
                .withKafka("delivery.timeout.ms", "2000")
                .withKafka("request.timeout.ms", "1000");
        try (ChangeEngine engine = start(impatient)) {
            awaitStreaming(engine);
            int port = broker.port();
            int before = listener.restarts.size();
            broker.close();
            insert(0, 100);
            await().atMost(PATIENCE).until(() -> listener.restarts.size() > before);
            broker = EmbeddedBroker.start(data, port);

            awaitStreaming(engine);
            awaitIds(100);
        }
    }

    @Test
    void should_wait_for_kafka_at_start_and_stop_meanwhile() {
        SettingsFixture nowhere = settings().withKafka("bootstrap.servers", "127.0.0.1:1");
        try (ChangeEngine engine =
                start(nowhere.withKafka("default.api.timeout.ms", "1000").withKafka("request.timeout.ms", "500"))) {
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.what().equals("Kafka"));
        }
        assertThat(listener.states).last().isEqualTo(new EngineState.Stopped());
    }

    @Test
    void should_not_take_it_for_a_failure_that_its_group_has_dropped_it_for_a_moment() throws Exception {
        String group = new Topics(database.name()).engine("cdc");
        try (ChangeEngine engine = start(settings());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            awaitStreaming(engine);
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();

            await().atMost(PATIENCE)
                    .until(() -> listener.states.stream()
                                    .filter(EngineState.Streaming.class::isInstance)
                                    .count()
                            == 2);
            assertThat(listener.restarts).isEmpty();
        }
    }

    @Test
    void should_wait_for_mongodb_at_start_and_stop_meanwhile() {
        SettingsFixture nowhere = settings()
                .withMongodb("uri", "mongodb://127.0.0.1:1/?replicaSet=rs0")
                .withMongodb("server.selection.timeout.ms", "2000");
        String silent = "MongoDB at 127.0.0.1:1 does not answer";
        String refused = silent + " (java.net.ConnectException: Connection refused)";
        try (ChangeEngine engine = start(nowhere)) {
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.what().equals("MongoDB"));
            await().atMost(PATIENCE)
                    .until(() ->
                            listener.restarts.stream().filter(refused::equals).count() >= 2);
            // On a machine that stands still the time is over before anybody has refused.
            assertThat(listener.restarts).allMatch(reason -> reason.equals(refused) || reason.equals(silent));
        }
        assertThat(listener.states).last().isEqualTo(new EngineState.Stopped());
    }

    @Test
    void should_lose_nothing_when_connections_and_cursors_end() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            for (int round = 0; round < 5; round++) {
                insert(round * 100, round * 100 + 50);
                if (round % 2 == 0) {
                    database.faults().cutConnections();
                } else {
                    database.faults().killCursors();
                }
                insert(round * 100 + 50, round * 100 + 100);
            }

            awaitIds(500);
        }
    }

    @Test
    void should_wait_for_a_primary() throws Exception {
        try (ChangeEngine engine = start(settings().withMongodb("server.selection.timeout.ms", "3000"))) {
            awaitStreaming(engine);
            insert(0, 50);
            awaitIds(50);
            database.faults().stepDown();
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.what().equals("MongoDB"));
            database.faults().stepUp();
            insert(50, 100);

            awaitStreaming(engine);
            awaitIds(100);
            assertThat(listener.restarts).isNotEmpty();
        }
    }

    @Test
    void should_begin_anew_when_the_stream_has_fallen_silent() throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        try (ChangeEngine engine = start(settings(), () -> Instant.now().plus(ahead.get()))) {
            awaitStreaming(engine);
            insert(0, 50);
            awaitIds(50);
            try (Stall stall = database.faults().stall()) {
                ahead.set(Duration.ofMinutes(10));
                await().atMost(PATIENCE)
                        .until(() -> listener.restarts.stream()
                                .anyMatch(reason -> reason.startsWith("The stream has been silent for ")));
            }
            insert(50, 100);

            awaitStreaming(engine);
            awaitIds(100);
        }
    }

    @Test
    void should_wait_for_a_server_that_has_much_to_read_through() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 50);
            awaitIds(50);
        }
        insert(50, 100);
        database.faults().readOplogSlowly();
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofMinutes(10));
        try (ChangeEngine engine = start(settings(), () -> Instant.now().plus(ahead.get()))) {
            awaitStreaming(engine);
            ahead.set(Duration.ofMinutes(20));
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.what().equals("the change stream"));
            database.faults().readOplogFast();

            awaitStreaming(engine);
            awaitIds(100);
        }
        assertThat(listener.restarts).isEmpty();
    }

    @Test
    void should_tell_an_update_that_is_too_large_for_one_event() throws Exception {
        String orders = "cdc." + database.named("orders");
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 1);
            database.collection("orders").updateOne(Filters.eq(0), Updates.set("text", "x".repeat(9 << 20)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.deadLetters).containsExactly(orders));
        }
        // The large event cannot be made again of what is left of the document.
        database.collection("orders").updateOne(Filters.eq(0), Updates.unset("text"));
        listener.restarts.clear();

        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(1, 2);
            awaitIds(2);
            assertThat(listener.restarts).isEmpty();
        }
    }

    @Test
    void should_do_without_parts_of_events_where_the_server_is_too_old_for_them() throws Exception {
        database.close();
        database = Database.onStandIn(ServerRelease.V4_4);
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 10);
            awaitIds(10);
            assertThat(listener.restarts).isEmpty();
        }
    }

    @Test
    void should_wait_for_a_database_that_is_the_only_one_it_may_see() throws Exception {
        database.faults().showOnly(database.name());
        try (ChangeEngine engine = start(settings())) {
            await().atMost(PATIENCE)
                    .until(() -> engine.state() instanceof EngineState.Waiting waiting
                            && waiting.why().contains("does not exist yet"));
            insert(0, 10);

            awaitStreaming(engine);
            awaitIds(10);
        }
    }

    @Test
    void should_go_on_when_its_database_is_dropped_and_made_anew() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 10);
            awaitIds(10);
            database.database().drop();
            await().atMost(PATIENCE)
                    .until(() -> listener.restarts.stream().anyMatch(reason -> reason.contains("was dropped")));
            insert(10, 20);

            awaitStreaming(engine);
            awaitIds(20);
        }
        insert(20, 30);
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            awaitIds(30);
        }
    }

    @Test
    void should_end_with_advice_when_the_history_was_lost_meanwhile() throws Exception {
        loseHistoryBetweenRuns();

        try (ChangeEngine engine = start(settings())) {
            assertThat(engine.awaitEnd())
                    .isInstanceOfSatisfying(
                            EngineState.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains("oplog")
                                    .contains("on-history-lost")
                                    .contains("resnapshot"));
        }
    }

    @Test
    void should_read_all_anew_when_the_history_was_lost_and_it_is_told_to() throws Exception {
        loseHistoryBetweenRuns();

        try (ChangeEngine engine = start(settings().withOnHistoryLost(OnHistoryLost.RESNAPSHOT))) {
            awaitStreaming(engine);
            insert(100, 110);
            awaitIds(110);
        }
        assertThat(listener.states).contains(new EngineState.Snapshot());
    }

    @Test
    void should_not_read_all_anew_because_a_command_is_refused_for_a_moment() throws Exception {
        try (ChangeEngine engine = start(settings().withOnHistoryLost(OnHistoryLost.RESNAPSHOT))) {
            awaitStreaming(engine);
            insert(0, 50);
            awaitIds(50);
        }
        listener.states.clear();
        database.faults().refuseOnce("aggregate", 211, "Cache Reader No keys found for HMAC");
        insert(50, 60);

        try (ChangeEngine engine = start(settings().withOnHistoryLost(OnHistoryLost.RESNAPSHOT))) {
            awaitStreaming(engine);
            awaitIds(60);
        }
        assertThat(listener.restarts).anyMatch(reason -> reason.contains("HMAC"));
        assertThat(listener.states).doesNotContain(new EngineState.Snapshot());
    }

    @Test
    void should_read_all_anew_when_the_history_is_lost_while_it_streams_and_it_is_told_to() throws Exception {
        try (ChangeEngine engine = start(settings().withOnHistoryLost(OnHistoryLost.RESNAPSHOT))) {
            awaitStreaming(engine);
            insert(0, 10);
            awaitIds(10);
            listener.states.clear();
            await().atMost(PATIENCE).until(() -> {
                database.faults().forgetHistory();
                database.faults().killCursors();
                return listener.states.contains(new EngineState.Snapshot());
            });
            insert(10, 20);

            awaitStreaming(engine);
            awaitIds(20);
        }
    }

    @Test
    void should_end_with_advice_when_the_history_is_lost_while_it_streams() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 10);
            awaitIds(10);
            // Who reads on between the two has a place of after what was forgotten, and loses nothing.
            await().atMost(PATIENCE).until(() -> {
                database.faults().forgetHistory();
                database.faults().killCursors();
                return engine.state().ended();
            });

            assertThat(engine.awaitEnd())
                    .isInstanceOfSatisfying(
                            EngineState.Failed.class,
                            failed -> assertThat(failed.reason()).contains("on-history-lost"));
        }
    }

    @Test
    void should_keep_credentials_out_of_the_log() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.INFO);
        String uri = database.uri().replace("mongodb://", "mongodb://watcher:s3cr3tword@");
        try (ChangeEngine engine = start(settings().withMongodb("uri", uri))) {
            await().atMost(PATIENCE).until(() -> !(engine.state() instanceof EngineState.Starting));
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }

        assertThat(List.copyOf(log.list))
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains("s3cr3tword"))
                .noneMatch(event -> String.valueOf(event.getThrowableProxy()).contains("s3cr3tword"));
        assertThat(listener.states.toString()).doesNotContain("s3cr3tword");
    }

    private void loseHistoryBetweenRuns() throws Exception {
        try (ChangeEngine engine = start(settings())) {
            awaitStreaming(engine);
            insert(0, 50);
            awaitIds(50);
        }
        insert(50, 100);
        database.faults().forgetHistory();
    }

    private SettingsFixture settings() {
        return SettingsFixture.watching(database.named("orders"))
                .withApplication(database.name())
                .withKafka("bootstrap.servers", broker.bootstrapServers())
                .withMongodb("uri", database.uri())
                .withPatience();
    }

    private ChangeEngine start(SettingsFixture settings) {
        return start(settings, InstantSource.system());
    }

    private ChangeEngine start(SettingsFixture settings, InstantSource clock) {
        ChangeEngine engine = new ChangeEngine(settings.settings(), listener, clock);
        engine.start();
        return engine;
    }

    private static void awaitStreaming(ChangeEngine engine) {
        await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);
    }

    private void awaitIds(int count) {
        try (TopicReader topic = new TopicReader(broker.bootstrapServers(), "cdc." + database.named("orders"))) {
            topic.awaitAll(records -> records.stream().map(Read::id).distinct().count() == count);
        }
    }

    private void insert(int from, int to) {
        List<Document> documents = new ArrayList<>();
        IntStream.range(from, to).forEach(id -> documents.add(new Document("_id", id)));
        database.collection("orders").insertMany(documents);
    }
}
