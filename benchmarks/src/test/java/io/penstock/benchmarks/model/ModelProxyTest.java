package io.penstock.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.penstock.benchmarks.model.ServiceModel.ServiceTimes;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A driver through the proxy to the stand-in. */
class ModelProxyTest {
    private static final double TWENTY_MILLIS = 20e6;

    private final MongoStandIn server = MongoStandIn.start(StandInOptions.defaults());
    private final ServiceModel model = new ServiceModel(new ServiceTimes(1, TWENTY_MILLIS, 0), 0);
    private final ModelProxy proxy = ModelProxy.start(model, 0, server.port());
    private final MongoClient client = MongoClients.create(proxy.uri());
    private final MongoCollection<Document> collection =
            client.getDatabase("shop").getCollection("customers");

    @AfterEach
    void close() {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void eachOperationIsOneAndWhatTheDriverSaysForItselfIsNone() {
        collection.insertOne(new Document("_id", 1).append("n", 0));
        collection.updateOne(new Document("_id", 1), Updates.inc("n", 1));

        assertThat(collection.find(new Document("_id", 1)).first()).isEqualTo(new Document("_id", 1).append("n", 1));
        assertThat(model.operations()).isEqualTo(3);
    }

    @Test
    void oneSlotServesOneAfterTheOther() {
        long began = System.nanoTime();
        CompletableFuture<?>[] all = IntStream.range(0, 5)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> collection.find(new Document("_id", number)).first()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(all).join();

        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo((long) (5 * TWENTY_MILLIS));
        assertThat(model.operations()).isEqualTo(5);
    }

    @Test
    void writesCountByStatementsAndReadsByWhatTheyBring() {
        collection.insertMany(
                IntStream.range(0, 120).mapToObj(id -> new Document("_id", id)).toList());
        assertThat(model.operations()).isEqualTo(120);

        assertThat(collection.find().batchSize(1_000).into(new ArrayList<>())).hasSize(120);
        assertThat(model.operations()).isEqualTo(120 + 1 + 120 / Conversation.DOCUMENTS_OF_AN_OPERATION);
    }

    @Test
    void aChangeStreamWaitsForNothing() {
        ChangeStreamIterable<Document> changes = collection.watch();
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor = changes.cursor()) {
            long opened = model.operations();
            collection.insertOne(new Document("_id", 1));
            collection.insertOne(new Document("_id", 2));
            List<Object> ids = List.of(id(cursor), id(cursor));

            assertThat(ids).containsExactly(1, 2);
            assertThat(model.operations()).isEqualTo(opened + 2);
        }
    }

    private static Object id(MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor) {
        Document document = cursor.next().getFullDocument();
        return Objects.requireNonNull(Objects.requireNonNull(document).get("_id"));
    }
}
