package io.penstock.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.Stall;
import io.penstock.embedded.mongodb.StandInOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signals that ask the database, against a server that speaks its protocol. */
class DatabaseSignalsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long OBJECTIVE = Duration.ofMillis(20).toNanos();
    private static final long INTERVAL = Duration.ofMillis(5).toNanos();

    private final MongoStandIn server = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(server.uri());
    private final MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
    private final Heard heard = new Heard();

    @AfterEach
    void stop() {
        Sources.awaitEnd();
        client.close();
        server.close();
    }

    private SignalSource source(String signal) {
        return Sources.of(signal, "mongodb: {uri: '" + server.uri() + "'}");
    }

    private long reads() throws UnreadableException {
        Document status = client.getDatabase("admin").runCommand(new Document("serverStatus", 1));
        return ServerSample.of(status, 0).reads().operations();
    }

    @Test
    void aProbeShouldReadDocumentsAndTellHowLongEachTook() throws UnreadableException {
        orders.insertMany(
                IntStream.range(0, 300).mapToObj(i -> new Document("_id", i)).toList());
        long before = reads();
        try (SignalSource probe = source("{name: reads, p99: 20ms, probe: {collection: shop.orders}}")) {
            probe.start(heard);

            await().atMost(PATIENCE).until(() -> heard.latencies.size() >= 100);
            // Who is late for reads that were due tells of them too, and sends them not at all.
            await().atMost(PATIENCE).until(() -> reads() - before >= 100);
            assertThat(heard.names).containsOnly("reads");
            assertThat(heard.latencies).allMatch(nanos -> nanos > 0);
            assertThat(heard.readings).isEmpty();
            assertThat(probe.unreadable()).isZero();
        }
    }

    @Test
    void aStallShouldCountForEachReadThatWasDueInIt() {
        try (SignalSource probe = source("{name: reads, p99: 20ms, probe: {collection: shop.empty}}")) {
            probe.start(heard);
            await().atMost(PATIENCE).until(() -> heard.latencies.size() >= 20);
            long before = heard.slower(OBJECTIVE);
            long lasted;
            try (Stall stall = server.faults().stall()) {
                assertThat(stall).isNotNull();
                long began = System.nanoTime();
                await("it is heard of while it lasts")
                        .atMost(PATIENCE)
                        .until(() -> heard.slower(OBJECTIVE) - before >= 50);
                lasted = System.nanoTime() - began;
            }

            // Due in the stall, and more than the objective before its end; at most 64 of them not yet told.
            long kept = (lasted - OBJECTIVE) / INTERVAL - 1;
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(heard.slower(OBJECTIVE) - before).isGreaterThanOrEqualTo(kept));
        }
    }

    @Test
    void aServerThatComesBackShouldBeReadAgain() {
        try (SignalSource probe = source("{name: reads, p99: 20ms, probe: {collection: shop.orders}}")) {
            probe.start(heard);
            await().atMost(PATIENCE).until(() -> heard.latencies.size() >= 20);
            server.faults().cutConnections();
            int told = heard.latencies.size();

            await().atMost(PATIENCE).until(() -> heard.latencies.size() >= told + 100);
        }
    }

    @Test
    void aServerShouldTellTheMeanOfWhatItDid() {
        try (Said said = new Said();
                SignalSource status =
                        source("{name: server, p99: 20ms, server-status: {interval: 100ms, operations: reads}}")) {
            status.start(heard);

            await().atMost(PATIENCE).until(() -> {
                orders.find().first();
                return heard.readings.stream().anyMatch(nanos -> nanos > 0);
            });
            assertThat(heard.latencies).isEmpty();
            assertThat(said.silences()).isEmpty();
        }
    }

    @Test
    void aUserWhoMayNotAskTheServerShouldBeToldOnceAndWhatToDo() {
        server.faults().forbid("serverStatus");
        try (Said said = new Said();
                SignalSource status = source("{name: server, p99: 20ms, server-status: {interval: 100ms}}")) {
            status.start(heard);

            await().atMost(PATIENCE).until(() -> status.unreadable() >= 3);
            assertThat(said.silences())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("'server'").contains("clusterMonitor"));
            assertThat(heard.readings).isEmpty();
        }
    }

    @Test
    void aReplicaSetOfOneShouldHaveNoLagAndSayWhy() {
        try (Said said = new Said();
                SignalSource lag = source("{name: lag, p99: 5s, replication-lag: {interval: 100ms}}")) {
            lag.start(heard);

            await().atMost(PATIENCE)
                    .until(() -> said.silences().stream().anyMatch(line -> line.contains("no secondary")));
            long told = said.silences().size();
            long counted = lag.unreadable();
            await().atMost(PATIENCE).until(() -> lag.unreadable() >= counted + 3);
            assertThat(said.silences()).hasSize((int) told);
            assertThat(heard.readings).isEmpty();
        }
    }

    @Test
    void whatNeedsADatabaseShouldAskWhereItIs() {
        assertThat(SignalSources.problems(Sources.settings(
                        "{name: a, p99: 1s, server-status: {}}, {name: b, p99: 1s, topic: {name: t}}", "")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo("/governor/signals/0");
                    assertThat(problem.message()).contains("mongodb.uri");
                });
        assertThat(List.of(SignalSources.of(Sources.settings("{name: b, p99: 1s, topic: {name: t}}", ""))
                        .get(0)
                        .name()))
                .containsExactly("b");
    }
}
