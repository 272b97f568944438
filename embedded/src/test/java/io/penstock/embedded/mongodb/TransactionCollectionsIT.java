package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A collection that the first write of a transaction makes. */
class TransactionCollectionsIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";
    /** A thread for each: from Java 25 on the common pool has only one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @TempDir
    private Path directory;

    private MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private MongoClient client = MongoClients.create(standIn.uri());

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void should_be_undone_with_the_transaction(TestServer server) {
        server.withCollection(orders -> {
            MongoDatabase database =
                    server.client().getDatabase(orders.getNamespace().getDatabaseName());
            try (var stream = database.watch().cursor();
                    ClientSession session = server.client().startSession()) {
                session.startTransaction();
                orders.insertOne(session, new Document("_id", 1));
                session.abortTransaction();

                assertThat(database.listCollectionNames()).isEmpty();
                session.startTransaction();
                orders.insertOne(session, new Document("_id", 2));
                database.getCollection("others").insertOne(session, new Document("_id", 3));
                session.commitTransaction();
                assertThat(database.listCollectionNames()).containsExactlyInAnyOrder("orders", "others");
                assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 2));
                assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 3));
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void should_not_be_dropped_within_the_transaction(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 1));
            try (ClientSession session = server.client().startSession()) {
                session.startTransaction();
                orders.insertOne(session, new Document("_id", 2));

                assertThatThrownBy(() -> orders.drop(session))
                        .isInstanceOfSatisfying(
                                MongoException.class,
                                e -> assertThat(e.getCode()).isEqualTo(263));
            }
            assertThat(orders.find()).containsExactly(new Document("_id", 1));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_have_ended_before_another_writes_to_it(boolean commits) {
        keepData();
        meet(commits, (orders, session) -> orders.insertOne(new Document("_id", 2)));

        List<Document> expected =
                commits ? List.of(new Document("_id", 1), new Document("_id", 2)) : List.of(new Document("_id", 2));
        assertThat(orders().find()).containsExactlyElementsOf(expected);
        keepData();
        assertThat(orders().find()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_have_ended_before_another_drops_it(boolean commits) {
        keepData();
        meet(commits, (orders, session) -> orders.drop());

        assertThat(client.getDatabase("shop").listCollectionNames()).isEmpty();
        keepData();
        assertThat(client.getDatabase("shop").listCollectionNames()).isEmpty();
    }

    @Test
    void should_conflict_with_another_transaction() {
        meet(true, (orders, session) -> {
            session.startTransaction();
            assertThatThrownBy(() -> orders.updateOne(session, eq(1), Updates.set("n", 1)))
                    .isInstanceOfSatisfying(MongoException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(112);
                        assertThat(e.getErrorLabels()).containsExactly("TransientTransactionError");
                    });
        });
    }

    /** Writes to a collection that is not there yet, and lets another meet it before the end. */
    private void meet(boolean commits, BiConsumer<MongoCollection<Document>, ClientSession> other) {
        try (ClientSession session = client.startSession();
                ClientSession others = client.startSession()) {
            session.startTransaction();
            orders().insertOne(session, new Document("_id", 1));
            long before = conflicts();
            CompletableFuture<Void> meeting = CompletableFuture.runAsync(() -> other.accept(orders(), others), THREADS);
            await().atMost(Duration.ofMinutes(1)).until(() -> meeting.isDone() || conflicts() > before);
            if (commits) {
                session.commitTransaction();
            } else {
                session.abortTransaction();
            }
            meeting.join();
        }
    }

    /** Starts the stand-in once more, with what is in the directory. */
    private void keepData() {
        stop();
        standIn = MongoStandIn.start(StandInOptions.defaults().withDirectory(directory));
        client = MongoClients.create(standIn.uri());
    }

    private MongoCollection<Document> orders() {
        return client.getDatabase("shop").getCollection("orders");
    }

    private long conflicts() {
        return client.getDatabase("admin")
                .runCommand(new Document("serverStatus", 1))
                .getEmbedded(List.of("metrics", "operation", "writeConflicts"), Long.class);
    }
}
