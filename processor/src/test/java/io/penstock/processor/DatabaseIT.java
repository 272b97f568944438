package io.penstock.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.api.Outcome;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.ProcessorFixture;
import io.penstock.processor.testing.ScriptedHandler;
import io.penstock.processor.testing.TestJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers that read and write the database, in a processor with a real broker. */
class DatabaseIT {
    @TempDir
    Path folder;

    private Optional<MongoStandIn> standIn = Optional.empty();
    private String uri;
    private MongoClient client;
    private ProcessorFixture fixture;

    @BeforeEach
    void start() {
        String real = System.getenv("PENSTOCK_TEST_MONGODB_URI");
        if (real == null) {
            standIn = Optional.of(MongoStandIn.start(StandInOptions.defaults()));
        }
        uri = standIn.map(MongoStandIn::uri).orElse(real);
        client = MongoClients.create(uri);
        client.getDatabase("shop_handlers").drop();
        fixture = new ProcessorFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
        client.close();
        standIn.ifPresent(MongoStandIn::close);
    }

    private static TestJob job(String keys) {
        return TestJob.named("index").handler(ScriptedHandler.class).queued(keys);
    }

    private MongoCollection<Document> collection(String name) {
        return client.getDatabase("shop_handlers").getCollection(name);
    }

    private static Optional<String> header(ConsumerRecord<String, String> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader("penstock." + name))
                .map(header -> new String(header.value(), UTF_8));
    }

    private static Optional<String> told(
            Map<String, ConsumerRecord<String, String>> letters, String task, String name) {
        return Optional.ofNullable(letters.get(task)).flatMap(letter -> header(letter, name));
    }

    @Test
    void shouldReadAndWriteInHandlers_andSettleWhenThatIsDone() throws Exception {
        ObjectId customer = new ObjectId("0123456789abcdef01234567");
        collection("customers").insertOne(new Document("_id", customer).append("city", "Graz"));
        ScriptedHandler.script((task, context) -> {
            String city = context.documents("shop_handlers.customers")
                    .fetch(task.document().orElseThrow().path("customer").asText())
                    .orElseThrow()
                    .path("city")
                    .asText();
            context.bulk("shop_handlers.stats").upsert(task.id(), Map.of("city", city));
            return Outcome.succeeded(city);
        });
        try (App app = fixture.runWith(uri, job("max-attempts: 1"))) {
            for (int id = 1; id <= 50; id++) {
                fixture.tell(Change.insert(id, 10 + id, "\"customer\": \"" + customer + "\""));
            }
            fixture.awaitResults(50);
            ProcessorFixture.awaitRunning(app);
            assertThat(fixture.results()).allSatisfy(result -> {
                assertThat(result.value()).contains("Graz");
                assertThat(header(result, "database-cost").orElseThrow()).contains("documents-written=1");
            });
            assertThat(collection("stats").countDocuments(new Document("city", "Graz")))
                    .isEqualTo(50);
        }
    }

    @Test
    void shouldGiveUpWhatCanNeverBeWritten_andTryAgainWhatMayPass() throws Exception {
        ScriptedHandler.script((task, context) -> {
            if (task.id().equals("1")) {
                context.bulk("shop.orders").delete(1);
            }
            // Later than anything that has happened in the database.
            context.documents("shop_handlers.customers").fetch("c");
            return Outcome.succeeded();
        });
        try (App app = fixture.runWith(uri, job("max-attempts: 2, retry: {initial: 10ms}"))) {
            fixture.tell(Change.insert(1, 10, "\"n\": 1"), Change.insert(2, Integer.MAX_VALUE, "\"n\": 1"));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.deadLetters().size() == 2);
            ProcessorFixture.awaitRunning(app);
        }
        Map<String, ConsumerRecord<String, String>> letters = fixture.deadLetters().stream()
                .collect(Collectors.toMap(letter -> header(letter, "task-id").orElseThrow(), letter -> letter));
        assertThat(told(letters, "1", "reason")).contains("database-refused");
        assertThat(told(letters, "1", "attempts")).contains("1");
        assertThat(told(letters, "1", "error-message").orElseThrow()).contains("the job 'index' watches it");
        assertThat(told(letters, "2", "reason")).contains("database-failed");
        assertThat(told(letters, "2", "kind")).contains("transient");
        assertThat(told(letters, "2", "attempts")).contains("2");
    }

    @Test
    void shouldRetireATaskThatHasPassedItsBudget_summedOverAttemptsAndRestarts() throws Exception {
        collection("customers")
                .insertMany(IntStream.range(0, 100)
                        .mapToObj(i -> new Document("_id", i))
                        .toList());
        ScriptedHandler.script((task, context) -> {
            for (int i = 0; i < 40; i++) {
                context.documents("shop_handlers.customers")
                        .fetch(40 * (context.attempt().count() - 1) + i);
            }
            return Outcome.retry("not yet");
        });
        TestJob job = job("max-attempts: 10, retry: {initial: 4s}, budget: {documents-read: 100}");
        try (App app = fixture.runWith(uri, job)) {
            fixture.tell(Change.insert(1, 10, "\"n\": 1"));
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.events().contains("retry-scheduled 1"));
            fixture.awaitAtRest();
            ProcessorFixture.awaitRunning(app);
        }
        try (App app = fixture.runWith(uri, job)) {
            await().atMost(ProcessorFixture.PATIENCE)
                    .until(() -> fixture.deadLetters().size() == 1);
            ProcessorFixture.awaitRunning(app);
        }
        ConsumerRecord<String, String> letter = fixture.deadLetters().get(0);
        assertThat(header(letter, "reason")).contains("retired");
        assertThat(header(letter, "attempts")).contains("3");
        assertThat(header(letter, "error-message").orElseThrow()).contains("documents-read: 100 of 100");
        assertThat(header(letter, "database-cost").orElseThrow()).contains("documents-read=100");
        assertThat(List.copyOf(ScriptedHandler.calls())).hasSize(3);
    }
}
