package io.penstock.connectors.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.penstock.connectors.results.Copy;
import io.penstock.connectors.results.MongodbSink;
import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.ResultTopic;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.records.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definition of the sink for Kafka Connect clusters, posted as it is to a real worker, held against Penstock's own. */
class MongodbResultsSinkJsonIT {
    private static final Path DEFINITION = Path.of("kafka-connect", "mongodb-results-sink.json");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void should_write_what_our_own_sink_writes_and_never_go_back(@TempDir Path kafka, @TempDir Path connect)
            throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Integer> newest = new TreeMap<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(kafka, 0);
                Database database = Database.onStandIn();
                ResultTopic topic = new ResultTopic(broker.bootstrapServers(), "shop-work");
                ConnectWorker worker = new ConnectWorker(
                        broker.bootstrapServers(),
                        connect,
                        Map.of("PENSTOCK_MONGODB_URI", database.uri(), "PENSTOCK_APPLICATION", "shop-work"),
                        "hybrid_warn");
                MongodbSink own = own(broker, database)) {
            MongoCollection<Document> byConnect =
                    database.client().getDatabase("penstock").getCollection("results");
            MongoCollection<Document> byOwn =
                    database.client().getDatabase("penstock").getCollection("own");
            HttpResponse<String> answer = post(worker);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.body()).contains("${env:PENSTOCK_MONGODB_URI}").doesNotContain(database.uri());
            own.start();

            for (int i = 0; i < 200; i++) {
                String task = "o-" + random.nextInt(10);
                int version = random.nextInt(1000);
                newest.merge(task, version, Math::max);
                topic.tell(task, ResultTopic.version(version), "{\"version\": " + version + "}");
            }
            // A task id that a converter which guesses types would spoil; and what comes last, in its partition.
            topic.tell("0012", ResultTopic.version(1), "1.10");
            newest.forEach((task, version) -> await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(version(byConnect, task))
                            .as("seed %d, %s: %s", seed, task, status(worker))
                            .contains(version)));
            await().atMost(PATIENCE).until(() -> find(byConnect, "0012").isPresent());
            await().atMost(PATIENCE).until(() -> own.copied() >= 201);
            // Old ones that come after all: nothing may change, and a new one shows when they have passed.
            for (String task : newest.keySet()) {
                topic.tell(task, ResultTopic.version(0), "\"old\"");
                topic.tell("after-" + task, ResultTopic.version(1), "1");
            }
            await().atMost(PATIENCE)
                    .until(() -> newest.keySet().stream()
                            .allMatch(task -> find(byConnect, "after-" + task).isPresent()
                                    && find(byOwn, "after-" + task).isPresent()));

            for (String task : newest.keySet()) {
                assertThat(find(byConnect, task))
                        .as("seed %d, %s", seed, task)
                        .isPresent()
                        .isEqualTo(find(byOwn, task));
            }
            assertThat(find(byConnect, "0012")).isEqualTo(find(byOwn, "0012"));
        }
    }

    private static MongodbSink own(EmbeddedBroker broker, Database database) {
        SettingsFixture settings = SettingsFixture.watching("shop.orders")
                .withApplication("shop-work")
                .withKafka("bootstrap.servers", broker.bootstrapServers());
        return new MongodbSink(
                settings.settings(),
                Copy.results(new Topics("shop-work"), "penstock.own"),
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(database.uri()))
                        .build(),
                () -> {});
    }

    private static Optional<Document> find(MongoCollection<Document> collection, String task) {
        return Optional.ofNullable(
                collection.find(Filters.eq("_id.taskId", task)).first());
    }

    private static Optional<Integer> version(MongoCollection<Document> collection, String task) {
        return find(collection, task)
                .map(found -> found.get("result", Document.class).getInteger("version"));
    }

    private static HttpResponse<String> post(ConnectWorker worker) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(worker.rest().resolve("connectors"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofFile(DEFINITION))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8));
    }

    private static String status(ConnectWorker worker) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        worker.rest().resolve("connectors/penstock-mongodb-results/status"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .body();
    }
}
