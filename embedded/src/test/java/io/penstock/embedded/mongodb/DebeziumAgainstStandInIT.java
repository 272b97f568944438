package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The unmodified MongoDB connector of Debezium on the stand-in. */
class DebeziumAgainstStandInIT {
    private final Path directory;
    private final MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");

    DebeziumAgainstStandInIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void placeOrders() {
        for (int i = 1; i <= 5; i++) {
            orders.insertOne(new Document("_id", i).append("status", "placed"));
        }
    }

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource({
        "deployment, literal",
        "deployment, regex",
        "database, literal",
        "database, regex",
        "collection, literal",
        "collection, regex"
    })
    void should_snapshotAndStream_at_each_scope_and_in_both_matching_modes(String scope, String mode) {
        Map<String, String> narrow = Map.of(
                "capture.scope", scope,
                "capture.target", scope.equals("database") ? "shop" : scope.equals("collection") ? "shop.orders" : "",
                "filters.match.mode", mode);
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, narrow)) {
            await().atMost(DebeziumRun.PATIENCE)
                    .untilAsserted(() -> assertThat(run.operations()).containsExactly("r1", "r2", "r3", "r4", "r5"));
            orders.insertOne(new Document("_id", 6));
            orders.updateOne(new Document("_id", 1), Updates.set("status", "paid"));
            orders.replaceOne(new Document("_id", 2), new Document("status", "replaced"));
            orders.deleteOne(new Document("_id", 3));
            client.getDatabase("elsewhere").getCollection("orders").insertOne(new Document("_id", 9));
            orders.insertOne(new Document("_id", 7));
            await().atMost(DebeziumRun.PATIENCE)
                    .untilAsserted(() -> assertThat(run.operations())
                            .containsExactly("r1", "r2", "r3", "r4", "r5", "c6", "u1", "u2", "d3", "c7"));
        }
    }

    @Test
    void should_goOn_whereItWas_afterARestart() {
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of())) {
            run.awaitSnapshot(5);
            insertAndAwait(6, run);
            // Each batch is committed before the next is taken: so that of 6 is, when what was written after it has
            // come.
            insertAndAwait(60, run);
        }
        orders.insertOne(new Document("_id", 7));
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of())) {
            orders.insertOne(new Document("_id", 8));
            await().atMost(DebeziumRun.PATIENCE).until(() -> run.operations().contains("c8"));
            assertThat(run.operations()).containsSubsequence("c7", "c8").doesNotContain("r1", "c6");
        }
    }

    @Test
    void should_goOn_withoutWhatIsTooLarge_where_thatIsAskedFor() {
        Map<String, String> skip =
                Map.of("cursor.oversize.handling.mode", "skip", "cursor.oversize.skip.threshold", "1000");
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, skip)) {
            run.awaitSnapshot(5);
            insertAndAwait(6, run);
            insertAndAwait(60, run);
        }
        orders.insertOne(new Document("_id", 7).append("text", "x".repeat(1000)));
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, skip)) {
            orders.insertOne(new Document("_id", 8));
            await().atMost(DebeziumRun.PATIENCE).until(() -> run.operations().contains("c8"));
            assertThat(run.operations()).doesNotContain("c7", "r1");
        }
    }

    @Test
    void should_tellHeartbeats_withATokenThatMovesOn() {
        Map<String, String> heartbeat = Map.of("heartbeat.interval.ms", "50", "cursor.max.await.time.ms", "50");
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, heartbeat)) {
            run.awaitSnapshot(5);
            await().atMost(DebeziumRun.PATIENCE).until(() -> {
                client.getDatabase("shop").getCollection("others").insertOne(new Document());
                return run.heartbeats() > 1;
            });
        }
    }

    @Test
    void should_tellAllDocuments_when_anIncrementalSnapshotIsAskedFor() {
        Map<String, String> signals = Map.of(
                "signal.data.collection", "shop.signals",
                "incremental.snapshot.chunk.size", "2");
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, signals)) {
            run.awaitSnapshot(5);
            client.getDatabase("shop")
                    .getCollection("signals")
                    .insertOne(new Document("type", "execute-snapshot")
                            .append(
                                    "payload",
                                    new Document("type", "INCREMENTAL")
                                            .append("data-collections", List.of("shop.orders"))));
            await().atMost(DebeziumRun.PATIENCE)
                    .untilAsserted(() -> assertThat(run.operations())
                            .containsExactlyInAnyOrder("r1", "r2", "r3", "r4", "r5", "r1", "r2", "r3", "r4", "r5"));
        }
    }

    @Test
    void should_takeANewSnapshot_when_historyIsLost_andItMay() {
        runOnceAndForget();
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of("snapshot.mode", "when_needed"))) {
            await().atMost(DebeziumRun.PATIENCE).until(() -> run.operations().contains("r7"));
        }
    }

    @Test
    void should_endWithAClearError_when_historyIsLost() {
        runOnceAndForget();
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of())) {
            assertThat(run.awaitEnd())
                    .hasValueSatisfying(
                            error -> assertThat(error).hasStackTraceContaining("is no longer available on the server"));
        }
    }

    private void insertAndAwait(int id, DebeziumRun run) {
        orders.insertOne(new Document("_id", id));
        await().atMost(DebeziumRun.PATIENCE).until(() -> run.operations().contains("c" + id));
    }

    private void runOnceAndForget() {
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of())) {
            run.awaitSnapshot(5);
            insertAndAwait(6, run);
            // Each batch is committed before the next is taken: so that of 6 is, when what was written after it has
            // come.
            insertAndAwait(60, run);
        }
        orders.insertOne(new Document("_id", 7));
        standIn.faults().forgetHistory();
    }

    @Test
    void should_loseNothing_when_cursorsAreKilled_connectionsCut_andAnElectionIsHeld() {
        try (DebeziumRun run = new DebeziumRun(standIn.uri(), directory, Map.of())) {
            run.awaitSnapshot(5);
            List<String> expected = new ArrayList<>();
            for (int i = 10; i < 40; i++) {
                orders.insertOne(new Document("_id", i));
                expected.add("c" + i);
                switch (i) {
                    case 15 -> standIn.faults().killCursors();
                    case 20 -> standIn.faults().cutConnections();
                    case 30 -> {
                        standIn.faults().stepDown();
                        standIn.faults().stepUp();
                    }
                    default -> {
                        // A quiet moment.
                    }
                }
            }
            await().atMost(DebeziumRun.PATIENCE).until(() -> run.operations().contains("c39"));
            assertThat(run.operations()).containsSubsequence(expected);
        }
    }
}
