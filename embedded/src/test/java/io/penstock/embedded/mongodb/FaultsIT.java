package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Life's hard parts, which the stand-in makes on demand. */
class FaultsIT {
    /** A thread for each: from Java 25 on the common pool has only one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private final MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @Test
    void forgottenHistory_should_refuseAllOldTokens() {
        BsonDocument token;
        try (var stream = orders.watch().cursor()) {
            orders.insertOne(new Document());
            token = stream.next().getResumeToken();
        }
        standIn.faults().forgetHistory();
        orders.insertOne(new Document());

        assertThatThrownBy(() -> orders.watch().resumeAfter(token).cursor())
                .isInstanceOfSatisfying(MongoCommandException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(286);
                    assertThat(e.hasErrorLabel("NonResumableChangeStreamError")).isTrue();
                })
                .hasMessageContaining("Resume of change stream was not possible, as the resume point may no longer be");
    }

    /** Its oplog has lost nothing: a server finds out only at the first change that it has no such event. */
    @Test
    void tokenOfAnotherServer_should_beTakenByAYoungerOne_untilThatForgets() {
        BsonDocument token;
        try (var stream = orders.watch().cursor()) {
            orders.insertOne(new Document());
            token = stream.next().getResumeToken();
        }
        try (MongoStandIn younger = MongoStandIn.start(StandInOptions.defaults());
                MongoClient other = MongoClients.create(younger.uri())) {
            MongoCollection<Document> collection = other.getDatabase("shop").getCollection("orders");
            try (var stream = collection.watch().resumeAfter(token).cursor()) {
                // Within one second the first of them may have the very time that is in the token.
                collection.insertMany(Stream.generate(Document::new).limit(10).toList());
                assertThatThrownBy(stream::next)
                        .isInstanceOfSatisfying(
                                MongoException.class,
                                e -> assertThat(e.getCode()).isEqualTo(280));
            }
            younger.faults().forgetHistory();
            assertThatThrownBy(() -> collection.watch().resumeAfter(token).cursor())
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(286));
        }
    }

    @Test
    void fullOplog_should_loseItsOldestEntries_alsoForAReaderThatIsTooSlow() {
        try (MongoStandIn small = MongoStandIn.start(StandInOptions.defaults().withOplog(10, 1 << 20));
                MongoClient other = MongoClients.create(small.uri())) {
            MongoCollection<Document> collection = other.getDatabase("shop").getCollection("orders");
            try (var stream = collection.watch().cursor()) {
                collection.insertMany(IntStream.range(0, 20)
                        .mapToObj(i -> new Document("_id", i))
                        .toList());
                assertThatThrownBy(stream::next)
                        .isInstanceOfSatisfying(
                                MongoException.class,
                                e -> assertThat(e.getCode()).isEqualTo(286));
            }
        }
    }

    @Test
    void killedCursor_should_endAQuery() {
        orders.insertMany(
                IntStream.range(0, 10).mapToObj(i -> new Document("_id", i)).toList());
        try (var cursor = orders.find().batchSize(2).cursor()) {
            cursor.next();
            cursor.next();
            standIn.faults().killCursors();
            assertThatThrownBy(cursor::next).isInstanceOf(MongoCursorNotFoundException.class);
        }
    }

    @Test
    void interruptedCursor_should_endAChangeStream_butNotItsPlace() {
        orders.insertOne(new Document("_id", 1));
        try (var stream = orders.watch().maxAwaitTime(1, TimeUnit.MINUTES).cursor()) {
            orders.insertOne(new Document("_id", 2));
            stream.next();
            CompletableFuture<ChangeStreamDocument<Document>> next =
                    CompletableFuture.supplyAsync(stream::next, THREADS);
            awaitPinned();
            standIn.faults().interruptCursors();

            assertInterrupted(next);
            orders.insertOne(new Document("_id", 3));
            try (var again = orders.watch()
                    .resumeAfter(Objects.requireNonNull(stream.getResumeToken()))
                    .cursor()) {
                assertThat(again.next().getFullDocument()).isEqualTo(new Document("_id", 3));
            }
        }
    }

    @Test
    void cursorThatIsReadFrom_should_beInterrupted_when_itIsKilled() {
        MongoDatabase shop = client.getDatabase("shop");
        long id = shop.runCommand(Document.parse("{aggregate: 'orders', pipeline: [{$changeStream: {}}], cursor: {}}"))
                .get("cursor", Document.class)
                .getLong("id");
        Document getMore =
                new Document("getMore", id).append("collection", "orders").append("maxTimeMS", 60_000);
        CompletableFuture<Document> reply = CompletableFuture.supplyAsync(() -> shop.runCommand(getMore), THREADS);
        awaitPinned();
        Document killed = shop.runCommand(new Document("killCursors", "orders").append("cursors", List.of(id)));

        assertThat(killed.getList("cursorsKilled", Long.class)).containsExactly(id);
        assertInterrupted(reply);
        assertThatThrownBy(() -> shop.runCommand(getMore))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(43));
    }

    private void awaitPinned() {
        await().atMost(1, TimeUnit.MINUTES)
                .until(() -> client.getDatabase("admin")
                                .runCommand(new Document("serverStatus", 1))
                                .getEmbedded(List.of("metrics", "cursor", "open", "pinned"), Long.class)
                        == 1);
    }

    private static void assertInterrupted(CompletableFuture<?> read) {
        assertThatThrownBy(() -> read.get(1, TimeUnit.MINUTES))
                .cause()
                .isInstanceOfSatisfying(MongoException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(237);
                    assertThat(e.getErrorLabels()).isEmpty();
                });
    }

    @Test
    void killedCursor_should_loseNothing_ofAChangeStream() {
        streamThrough(Faults::killCursors);
    }

    @Test
    void cutConnections_should_loseNothing_ofAChangeStream() {
        streamThrough(Faults::cutConnections);
    }

    @Test
    void election_should_loseNothing_ofAChangeStream() {
        streamThrough(faults -> {
            faults.stepDown();
            CompletableFuture<Void> insert =
                    CompletableFuture.runAsync(() -> orders.insertOne(new Document("late", true)), THREADS);
            faults.stepUp();
            insert.join();
            orders.deleteOne(eq("late", true));
        });
    }

    private void streamThrough(Consumer<Faults> fault) {
        orders.insertOne(new Document("_id", -1));
        try (var stream = orders.watch().cursor()) {
            List<Object> ids = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> reader = CompletableFuture.runAsync(
                    () -> {
                        while (ids.size() < 30) {
                            BsonDocument key =
                                    Objects.requireNonNull(stream.next().getDocumentKey());
                            if (key.isInt32("_id")) {
                                ids.add(key.getInt32("_id").getValue());
                            }
                        }
                    },
                    THREADS);
            for (int i = 0; i < 30; i++) {
                orders.insertOne(new Document("_id", i));
                if (i % 10 == 5) {
                    // The driver tries once more. Who is not yet back from the last fault could meet this one with it.
                    int beforeTheLast = i - 9;
                    await().atMost(1, TimeUnit.MINUTES).until(() -> ids.size() > beforeTheLast || reader.isDone());
                    fault.accept(standIn.faults());
                }
            }
            reader.join();
            assertThat(ids).isEqualTo(IntStream.range(0, 30).boxed().toList());
        }
    }

    @Test
    void steppedDown_should_refuseWrites() {
        Document raw = new Document("insert", "orders").append("documents", List.of(new Document("_id", 1)));
        standIn.faults().stepDown();
        try (MongoClient direct =
                MongoClients.create("mongodb://127.0.0.1:" + standIn.port() + "/?directConnection=true")) {
            assertThatThrownBy(() -> direct.getDatabase("shop").runCommand(raw))
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(10107));
        }
        standIn.faults().stepUp();
        assertThat(orders.countDocuments()).isZero();
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
        assertThat(hello.getBoolean("isWritablePrimary")).isTrue();
        assertThat(hello.get("electionId", org.bson.types.ObjectId.class).toHexString())
                .endsWith("02");
    }

    @Test
    void steppedDown_should_sayWhatIsTriedAgain() {
        Document insert = new Document("insert", "orders").append("documents", List.of(new Document("_id", 1)));
        Document begun = inTransaction(insert).append("startTransaction", true);
        Document commit = inTransaction(new Document("commitTransaction", 1));
        try (MongoClient direct =
                        MongoClients.create("mongodb://127.0.0.1:" + standIn.port() + "/?directConnection=true");
                ClientSession session = direct.startSession()) {
            direct.getDatabase("shop").runCommand(session, begun);
            standIn.faults().stepDown();

            assertThat(labels(session, direct, "shop", inTransaction(insert)))
                    .containsExactly("TransientTransactionError");
            assertThat(labels(session, direct, "admin", commit)).containsExactly("RetryableWriteError");
            assertThat(labels(session, direct, "admin", inTransaction(new Document("abortTransaction", 1))))
                    .containsExactly("RetryableWriteError");
            assertThat(labels(session, direct, "shop", new Document(insert).append("txnNumber", 8L)))
                    .containsExactly("RetryableWriteError");
            assertThat(labels(session, direct, "shop", insert)).isEmpty();
            standIn.faults().stepUp();
            assertThat(labels(session, direct, "admin", commit))
                    .as("it was undone, and sending the commit again does not help")
                    .containsExactly("TransientTransactionError");
        }
    }

    private static Document inTransaction(Document command) {
        return new Document(command).append("txnNumber", 7L).append("autocommit", false);
    }

    private static Set<String> labels(ClientSession session, MongoClient client, String database, Document command) {
        MongoException error = catchThrowableOfType(
                MongoException.class, () -> client.getDatabase(database).runCommand(session, command));
        return error.getErrorLabels();
    }

    @Test
    void writeThatIsSentAgain_should_beAnsweredAndNotDoneAgain() {
        orders.insertOne(new Document("_id", 1).append("n", 0));
        Document increment = new Document("update", "orders")
                .append("updates", List.of(new Document("q", eq("_id", 1)).append("u", Updates.inc("n", 1))))
                .append("txnNumber", 7L);
        Document modify = new Document("findAndModify", "orders")
                .append("query", new Document("_id", 1))
                .append("update", Updates.inc("n", 1))
                .append("new", true)
                .append("txnNumber", 8L);
        try (var stream = orders.watch().cursor();
                ClientSession session = client.startSession()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.getDatabase("shop")
                                .runCommand(session, increment)
                                .getInteger("nModified"))
                        .isEqualTo(1);
            }
            for (int i = 0; i < 2; i++) {
                assertThat(client.getDatabase("shop")
                                .runCommand(session, modify)
                                .get("value", Document.class)
                                .getInteger("n"))
                        .isEqualTo(2);
            }
            orders.deleteOne(eq(1));
            assertThat(stream.next().getOperationTypeString()).isEqualTo("update");
            assertThat(stream.next().getOperationTypeString()).isEqualTo("update");
            assertThat(stream.next().getOperationTypeString()).isEqualTo("delete");
        }
    }

    @Test
    void transactionsThatMeet_should_conflict() {
        orders.insertOne(new Document("_id", 1));
        try (ClientSession one = client.startSession();
                ClientSession other = client.startSession()) {
            one.startTransaction();
            other.startTransaction();
            orders.updateOne(one, eq(1), Updates.set("by", "one"));
            assertThatThrownBy(() -> orders.updateOne(other, eq(1), Updates.set("by", "other")))
                    .isInstanceOfSatisfying(MongoException.class, e -> {
                        assertThat(e.getCode()).isEqualTo(112);
                        assertThat(e.hasErrorLabel("TransientTransactionError")).isTrue();
                    });
            one.commitTransaction();
            assertThat(orders.find().first()).containsEntry("by", "one");
        }
    }

    @Test
    void images_should_beKept_where_theCollectionAsksForThem() {
        client.getDatabase("shop")
                .createCollection(
                        "orders",
                        new CreateCollectionOptions()
                                .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
        orders.insertOne(new Document("_id", 1).append("n", 0));
        try (var stream = orders.watch()
                .fullDocument(FullDocument.REQUIRED)
                .fullDocumentBeforeChange(FullDocumentBeforeChange.REQUIRED)
                .cursor()) {
            orders.updateOne(eq(1), Updates.set("n", 1));
            orders.updateOne(eq(1), Updates.set("n", 2));
            orders.deleteOne(eq(1));
            ChangeStreamDocument<Document> first = stream.next();
            assertThat(first.getFullDocumentBeforeChange()).containsEntry("n", 0);
            assertThat(first.getFullDocument()).containsEntry("n", 1);
            assertThat(stream.next().getFullDocument()).containsEntry("n", 2);
            assertThat(stream.next().getFullDocumentBeforeChange()).containsEntry("n", 2);
        }
    }

    @Test
    void bigCollection_should_beReadByRangesOfItsIds() {
        for (int batch = 0; batch < 50; batch++) {
            int from = batch * 1_000;
            orders.insertMany(IntStream.range(from, from + 1_000)
                    .mapToObj(i -> new Document("_id", i).append("text", "x".repeat(100)))
                    .toList());
        }
        Document largest = orders.find().sort(Sorts.descending("_id")).first();
        assertThat(largest).containsEntry("_id", 49_999);
        int last = -1;
        int chunks = 0;
        while (last < 49_999) {
            List<Document> chunk = orders.find(gt("_id", last))
                    .sort(Sorts.ascending("_id"))
                    .limit(500)
                    .into(new ArrayList<>());
            assertThat(chunk.get(0)).containsEntry("_id", last + 1);
            last = chunk.get(chunk.size() - 1).getInteger("_id");
            chunks++;
        }
        assertThat(chunks).isEqualTo(100);
        assertThat(orders.find(and(gt("_id", 5), lte("_id", 5))).first()).isNull();
        assertThat(orders.find(and(gt("_id", 5), lte("_id", 4))).first()).isNull();
        assertThat(orders.find().batchSize(10_000).into(new ArrayList<>())).hasSize(50_000);
    }
}
