package io.penstock.connectors.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineState;
import io.penstock.connectors.testing.Database;
import io.penstock.connectors.testing.RecordingListener;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.connectors.testing.TopicReader;
import io.penstock.connectors.testing.TopicReader.Read;
import io.penstock.embedded.kafka.EmbeddedBroker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definition for Kafka Connect clusters, posted as it is to a real worker, held against the engine. */
class MongodbSourceJsonIT {
    private static final Path DEFINITION = Path.of("kafka-connect", "mongodb-source.json");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<Consumer<MongoCollection<Document>>> WRITES = List.of(
            orders -> orders.insertOne(new Document("_id", "a").append("n", 5L)),
            orders -> orders.updateOne(Filters.eq("a"), Updates.set("n", 6L)),
            orders -> orders.replaceOne(Filters.eq("a"), new Document("n", 7L)),
            orders -> orders.deleteOne(Filters.eq("a")));

    /** What must be the same on both ways. */
    private record Same(String key, Optional<String> position, JsonNode value) {
        static Same of(Read read, String prefix) {
            JsonNode value = read.value().deepCopy();
            if (value instanceof ObjectNode envelope) {
                // When Debezium looked at the change, and which of the two looked.
                envelope.remove(List.of("ts_ms", "ts_us", "ts_ns"));
                assertThat(value.at("/source/name").asText()).isEqualTo(prefix);
                ((ObjectNode) value.get("source")).remove("name");
            }
            return new Same(read.key(), read.position(), value);
        }
    }

    @Test
    void should_bring_the_same_records_as_the_engine(@TempDir Path kafka, @TempDir Path connect) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(kafka, 0);
                Database database = new Database();
                ConnectWorker worker = new ConnectWorker(
                        broker.bootstrapServers(),
                        connect,
                        Map.of(
                                "PENSTOCK_MONGODB_URI", database.uri(),
                                "PENSTOCK_SOURCE_PREFIX", "byconnect",
                                "PENSTOCK_DATABASE", database.name(),
                                "PENSTOCK_COLLECTIONS", database.named("orders")));
                ChangeEngine engine = engine(broker, database)) {
            database.collection("orders").insertOne(new Document("_id", 1).append("total", 12.5));
            HttpResponse<String> answer = post(worker);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.body()).contains("${env:PENSTOCK_MONGODB_URI}").doesNotContain(database.uri());
            await().atMost(PATIENCE).until(() -> status(worker).contains("\"tasks\":[{\"id\":0,\"state\":\"RUNNING\""));
            engine.start();
            await().atMost(PATIENCE).until(engine::state, new EngineState.Streaming()::equals);

            try (TopicReader byConnect = topic(broker, "byconnect", database);
                    TopicReader byEngine = topic(broker, "cdc", database)) {
                byConnect.await(1);
                byEngine.await(1);
                int expected = 1;
                for (Consumer<MongoCollection<Document>> write : WRITES) {
                    write.accept(database.collection("orders"));
                    // Each looks an update's document up by itself: both must have done so before it changes again.
                    expected++;
                    byConnect.await(expected);
                    byEngine.await(expected);
                }

                List<Same> connected = changes(byConnect.await(6), "byconnect");
                List<Same> engined = changes(byEngine.await(6), "cdc");
                assertThat(connected).hasSize(5).isEqualTo(engined);
                assertThat(connected)
                        .allSatisfy(same -> assertThat(same.position()).isPresent());
            }
        }
    }

    /** What the stream told, tombstone included; two snapshots begin at two points of time. */
    private static List<Same> changes(List<Read> records, String prefix) {
        return records.stream()
                .filter(read -> !read.op().equals("r"))
                .sorted(Comparator.comparing(read -> read.record().offset()))
                .map(read -> Same.of(read, prefix))
                .toList();
    }

    private static ChangeEngine engine(EmbeddedBroker broker, Database database) {
        SettingsFixture settings = SettingsFixture.watching(database.named("orders"))
                .withApplication(database.name())
                .withKafka("bootstrap.servers", broker.bootstrapServers())
                .withMongodb("uri", database.uri())
                .withPatience();
        return new ChangeEngine(settings.settings(), new RecordingListener(), InstantSource.system());
    }

    private static TopicReader topic(EmbeddedBroker broker, String prefix, Database database) {
        return new TopicReader(broker.bootstrapServers(), prefix + "." + database.named("orders"));
    }

    private static HttpResponse<String> post(ConnectWorker worker) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(worker.rest().resolve("connectors"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofFile(DEFINITION))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8));
    }

    private static String status(ConnectWorker worker) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(worker.rest().resolve("connectors/penstock-mongodb-source/status"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .body();
    }
}
