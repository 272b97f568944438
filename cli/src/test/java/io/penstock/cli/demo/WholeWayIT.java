package io.penstock.cli.demo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import io.penstock.cli.CommandRun;
import io.penstock.cli.process.StopSignal;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.App;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a write in MongoDB to a result in Kafka, in one process: what single steps cannot show. */
class WholeWayIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Topics TOPICS = new Topics("penstock");
    private static final String FIRST_JOB = """
              - name: index
                collection: shop.orders
                shard-key: /customerId
                content: none
                handler: document
            """;
    private static final String SECOND_JOB = """
              - name: late
                collection: shop.orders
                handler: document
            """;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private MongoStandIn database;
    private MongoClient client;
    private final List<ConsumerRecord<byte[], byte[]>> outputs = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        database = MongoStandIn.start(StandInOptions.defaults());
        client = MongoClients.create(database.uri() + "&uuidRepresentation=standard");
    }

    @AfterEach
    void stop() {
        client.close();
        database.close();
        broker.close();
    }

    private MongoCollection<Document> orders() {
        return client.getDatabase("shop").getCollection("orders");
    }

    /** Engine and processor with these jobs, as long as the test needs them. */
    private final class Running implements AutoCloseable {
        private final App app;
        private final ChangeEngine engine;
        private final OutputTail tail;

        Running(String jobs) {
            this(jobs, "source");
        }

        Running(String jobs, String signalChannels) {
            String text = """
                    task-events: all
                    topics: {partitions: 4}
                    memory: {cache: 32MB, write-buffers: 16MB}
                    streams: {main.consumer.heartbeat.interval.ms: 300, main.consumer.fetch.max.wait.ms: 100}
                    kafka: {bootstrap.servers: "%s"}
                    mongodb: {uri: "%s"}
                    debezium: {signal.enabled.channels: "%s", incremental.snapshot.chunk.size: 2}
                    jobs:
                    """.formatted(broker.bootstrapServers(), database.uri(), signalChannels);
            Settings settings =
                    SettingsFile.read(write(text + jobs.indent(2))).settings().orElseThrow();
            app = new App(settings, folder.resolve("state"), TaskListener.NONE);
            app.start(failure -> {
                throw new AssertionError("The processor failed", failure);
            });
            awaitRunning();
            tail = new OutputTail(settings.connections().kafka(), TOPICS, outputs::add);
            engine = new ChangeEngine(settings, new EngineListener() {}, InstantSource.system());
            engine.start();
            await().atMost(PATIENCE).until(() -> engine.state() instanceof EngineState.Streaming);
        }

        /** Waits until the processor works; partitions that move interrupt that for a moment. */
        void awaitRunning() {
            await().atMost(PATIENCE).until(app::isRunning);
        }

        @Override
        public void close() throws Exception {
            engine.close();
            tail.close();
            app.close();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("penstock." + name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> results(String job) {
        synchronized (outputs) {
            return outputs.stream()
                    .filter(record -> record.topic().equals(TOPICS.results()))
                    .filter(record -> header(record, "job").equals(job))
                    .toList();
        }
    }

    /** Each change ended once: as many versions as changes, no version twice. */
    private void awaitVersions(String job, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(results(job)).hasSizeGreaterThanOrEqualTo(count));
        Set<String> versions = new HashSet<>();
        results(job).forEach(result -> versions.add(header(result, "document-id") + header(result, "version")));
        assertThat(versions).hasSize(count);
        assertThat(results(job)).hasSize(count);
    }

    @Test
    void shouldNeitherLoseNorDoubleWhatHappensToOneDocumentAtOnce() throws Exception {
        try (Running running = new Running(FIRST_JOB)) {
            orders().insertOne(new Document("_id", 1).append("customerId", "c").append("n", 0));
            try (ClientSession session = client.startSession()) {
                session.startTransaction();
                orders().updateOne(session, eq("_id", 1), set("a", 1));
                orders().updateOne(session, eq("_id", 1), set("a", 2));
                session.commitTransaction();
            }
            awaitVersions("index", 3);

            // One bulk write: a thousand changes within a second, all looked up in a later state or their own.
            orders().bulkWrite(IntStream.range(0, 1_000)
                    .mapToObj(i -> new UpdateOneModel<Document>(eq("_id", 1), inc("n", 1)))
                    .toList());
            awaitVersions("index", 1_003);
            assertThat(new String(results("index").get(1_002).value(), UTF_8)).contains("\"n\":1000");
            running.awaitRunning();
        }
    }

    @Test
    void shouldBringADeleteWithoutPreImageToTheLaneOfItsDocument() throws Exception {
        try (Running running = new Running(FIRST_JOB)) {
            orders().insertOne(new Document("_id", 1).append("customerId", "c-17"));
            awaitVersions("index", 1);
            orders().deleteOne(eq("_id", 1));
            awaitVersions("index", 2);

            assertThat(results("index"))
                    .extracting(result -> header(result, "operation") + " " + header(result, "shard-key"))
                    .containsExactly("c c-17", "d c-17");
            running.awaitRunning();
        }
    }

    @Test
    void shouldGiveASecondJobItsPastByAnIncrementalSnapshot_andWakeTheFirstForNothing() throws Exception {
        int documents = 50;
        try (Running running = new Running(FIRST_JOB)) {
            for (int id = 0; id < documents; id++) {
                orders().insertOne(new Document("_id", id).append("customerId", "c-" + id % 5));
            }
            awaitVersions("index", documents);
            running.awaitRunning();
        }
        try (Running running = new Running(FIRST_JOB + SECOND_JOB)) {
            CommandRun some = snapshot("--filter", "{\"_id\": {\"$lt\": 10}}");
            assertThat(some.out()).contains("Snapshot of shop.orders completed: 10 documents read");
            awaitVersions("late", 10);
            // The other job's may come later: they are in other lanes, and what is told while nobody reads is not
            // heard.
            awaitUnchanged(10);
            running.awaitRunning();
        }
        try (Running running = new Running(FIRST_JOB + SECOND_JOB, "source,kafka")) {
            CommandRun all = snapshot("--json");
            assertThat(all.exitCode()).as("%s", all).isZero();
            assertThat(all.out())
                    .contains("\"state\":\"completed\"", "\"documents\":50", "\"collection\":\"shop.orders\"");
            assertThat(all.err()).contains("of about 50 documents read");
            awaitVersions("late", documents);
            awaitUnchanged(10 + documents + 10);
            assertThat(results("index")).hasSize(documents);

            CommandRun nothing = snapshot("--stop", "--timeout", "3s");
            assertThat(nothing.exitCode()).isEqualTo(1);
            assertThat(nothing.out()).contains("has not answered within 3s", "there was nothing to stop");
            running.awaitRunning();
        }
    }

    @Test
    void shouldReadDocumentsWithIdsOfAllKinds_orAskNothing() throws Exception {
        List<Object> ids = List.of(1, 2L, 3.5, "a", "b", "1", new ObjectId(), new ObjectId(), UUID.randomUUID());
        for (Object id : ids) {
            orders().insertOne(new Document("_id", id).append("customerId", "c"));
        }
        try (Running running = new Running(FIRST_JOB)) {
            awaitVersions("index", ids.size());
            running.awaitRunning();
        }
        try (Running running = new Running(FIRST_JOB + SECOND_JOB)) {
            CommandRun some = snapshot("--filter", "{\"_id\": {\"$in\": [1, \"a\"]}}");
            assertThat(some.out()).as("%s", some).contains("completed: 2 documents read");
            CommandRun all = snapshot();
            assertThat(all.out()).as("%s", all).contains("completed: " + ids.size() + " documents read");
            awaitVersions("late", ids.size());

            orders().insertOne(new Document("_id", new Document("month", 1)).append("customerId", "c"));
            CommandRun refused = snapshot();
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("shop.orders whose _id is of the type 'object'", "--filter");
            assertThat(snapshot("--filter", "{\"_id\": {\"$type\": \"string\"}}")
                            .out())
                    .contains("completed: 3 documents read");
            running.awaitRunning();
        }
    }

    @Test
    void shouldReadDocumentsWithIdsOfAllKinds_afterACommandThatWasInterrupted() throws Exception {
        List<Object> ids = List.of(1, "a", new ObjectId(), UUID.randomUUID());
        for (Object id : ids) {
            orders().insertOne(new Document("_id", id).append("customerId", "c"));
        }
        try (Running running = new Running(FIRST_JOB)) {
            awaitVersions("index", ids.size());
            running.awaitRunning();
        }
        StopSignal stop = new StopSignal();
        stop.request();
        CommandRun interrupted = CommandRun.of(
                stop, "snapshot", "shop.orders", "--config", configuration().toString());
        assertThat(interrupted.exitCode()).as("%s", interrupted).isEqualTo(1);
        assertThat(interrupted.out()).contains("goes on without this command", "4 kinds");
        try (Running running = new Running(FIRST_JOB + SECOND_JOB, "source,kafka")) {
            awaitVersions("late", ids.size());

            assertThat(snapshot().out()).contains("completed: " + ids.size() + " documents read");
            running.awaitRunning();
        }
    }

    private CommandRun snapshot(String... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                "snapshot",
                                "shop.orders",
                                "--config",
                                configuration().toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private Path configuration() {
        return folder.resolve("penstock.yaml");
    }

    private Path write(String text) {
        try {
            return Files.writeString(configuration(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitUnchanged(int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("unchanged")).isEqualTo(count));
    }

    private long told(String kind) {
        synchronized (outputs) {
            return outputs.stream()
                    .filter(record -> header(record, "event").equals(kind))
                    .count();
        }
    }
}
