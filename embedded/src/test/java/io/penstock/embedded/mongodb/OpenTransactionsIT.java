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
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What writes outside of transactions meet of one that is still open. */
class OpenTransactionsIT {
    /** A thread for each: from Java 25 on the common pool has only one on two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final MongoStandIn standIn = MongoStandIn.start(
            new StandInOptions(0, "rs0", ServerRelease.V7_0, 1_000, 1 << 20, now::get, Optional.empty()));
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoDatabase shop = client.getDatabase("shop");
    private final MongoCollection<Document> orders = shop.getCollection("orders");

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void update_should_waitForTheEnd(boolean commits) {
        orders.insertOne(new Document("_id", 5));
        meet(
                        session -> orders.updateOne(session, eq(5), Updates.set("a", 1)),
                        () -> orders.updateOne(eq(5), Updates.set("b", 1)),
                        commits)
                .join();
        Document expected = new Document("_id", 5);
        assertThat(orders.find().first())
                .isEqualTo(commits ? expected.append("a", 1).append("b", 1) : expected.append("b", 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void update_should_waitForTheEnd_when_itWouldNotFindWhatTheTransactionChanged(boolean commits) {
        orders.insertOne(new Document("_id", 5).append("state", "new"));
        meet(
                        session -> orders.updateOne(session, eq(5), Updates.set("state", "old")),
                        () -> orders.updateOne(eq("state", "new"), Updates.set("found", true)),
                        commits)
                .join();
        assertThat(orders.countDocuments(eq("found", true))).isEqualTo(commits ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void update_should_waitForTheEnd_ofAnUpsert(boolean commits) {
        meet(
                        session -> orders.updateOne(session, eq(5), Updates.set("a", 1), UPSERT),
                        () -> orders.updateOne(eq(5), Updates.set("b", 1)),
                        commits)
                .join();
        assertThat(orders.find().first())
                .isEqualTo(commits ? new Document("_id", 5).append("a", 1).append("b", 1) : null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void upsert_should_waitForTheEnd_ofADelete(boolean commits) {
        orders.insertOne(new Document("_id", 5).append("a", 1));
        meet(
                        session -> orders.deleteOne(session, eq(5)),
                        () -> orders.updateOne(eq(5), Updates.set("b", 1), UPSERT),
                        commits)
                .join();
        Document expected = new Document("_id", 5);
        assertThat(orders.find().first())
                .isEqualTo(
                        commits
                                ? expected.append("b", 1)
                                : expected.append("a", 1).append("b", 1));
    }

    /** What the update seeks is not what the transaction has deleted; what it makes has the same id. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void upsert_should_waitForTheEnd_when_onlyTheNewDocumentMeetsIt(boolean commits) {
        orders.insertOne(new Document("_id", 5).append("a", 1));
        CompletableFuture<Void> upsert = meet(
                session -> orders.deleteOne(session, eq(5)),
                () -> orders.updateOne(eq("a", 2), Updates.setOnInsert("_id", 5), UPSERT),
                commits);
        if (commits) {
            upsert.join();
            assertThat(orders.find().first()).isEqualTo(new Document("_id", 5).append("a", 2));
        } else {
            assertThatThrownBy(upsert::join).hasMessageContaining("E11000");
            assertThat(orders.find().first()).isEqualTo(new Document("_id", 5).append("a", 1));
        }
    }

    @Test
    void upserts_should_conflict_betweenTransactions() {
        try (ClientSession one = client.startSession();
                ClientSession other = client.startSession()) {
            orders.insertOne(new Document("_id", 5));
            one.startTransaction();
            other.startTransaction();
            orders.deleteOne(one, eq(5));
            assertThatThrownBy(() -> orders.updateOne(other, eq("a", 2), Updates.setOnInsert("_id", 5), UPSERT))
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(112));
            one.abortTransaction();
            assertThat(orders.find().first()).isEqualTo(new Document("_id", 5));
        }
    }

    @Test
    void write_should_waitNoLongerThanItMay() {
        orders.insertOne(new Document("_id", 5));
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("a", 1));

            assertThatThrownBy(() -> shop.runCommand(update().append("maxTimeMS", 50)))
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(50));
        }
    }

    @Test
    void write_should_endWithTheTerm() {
        orders.insertOne(new Document("_id", 5));
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("a", 1));
            CompletableFuture<Void> write = waiting(() -> shop.runCommand(update()));
            standIn.faults().stepDown();
            standIn.faults().stepUp();

            assertThatThrownBy(write::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(11602));
        }
    }

    @Test
    void write_should_goOn_when_aTransactionHasExpiredWhoseClientIsGone() {
        orders.insertOne(new Document("_id", 5));
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("a", 1));
            CompletableFuture<Void> waiting = waiting(() -> orders.updateOne(eq(5), Updates.set("b", 1)));
            now.updateAndGet(time -> time.plusSeconds(61));

            waiting.orTimeout(1, TimeUnit.MINUTES).join();
            assertThat(orders.find().first()).isEqualTo(new Document("_id", 5).append("b", 1));
        }
    }

    /** A driver whose connection was cut sends a retryable write again, and the first may be waiting still. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{update: 'orders', updates: [{q: {_id: 5}, u: {$inc: {n: 1}}}]}",
                "{findAndModify: 'orders', query: {_id: 5}, update: {$inc: {n: 1}}}",
                "{delete: 'orders', deletes: [{q: {n: 0}, limit: 1}]}",
                "{insert: 'orders', documents: [{_id: 6}]}"
            })
    void write_should_beDoneOnce_when_itIsSentAgainWhileItWaits(String command) {
        Document write = Document.parse(command).append("txnNumber", 7L);
        orders.insertMany(List.of(
                new Document("_id", 5).append("n", 0), new Document("_id", 6), new Document("_id", 7).append("n", 0)));
        List<Document> replies = new CopyOnWriteArrayList<>();
        try (var stream = orders.watch().cursor();
                ClientSession transaction = client.startSession();
                ClientSession session = client.startSession()) {
            transaction.startTransaction();
            orders.updateOne(transaction, eq(5), Updates.set("a", 1));
            orders.deleteOne(transaction, eq(6));
            CompletableFuture<Void> first = waiting(() -> replies.add(shop.runCommand(session, write)));
            CompletableFuture<Void> second = waiting(() -> replies.add(shop.runCommand(session, write)));
            transaction.commitTransaction();
            CompletableFuture.allOf(first, second).join();
            orders.insertOne(new Document("_id", 99));

            assertThat(replies).allSatisfy(reply -> assertThat(reply).doesNotContainKey("writeErrors"));
            assertThat(replies)
                    .filteredOn(reply -> reply.containsKey("retriedStmtIds") || reply.containsKey("retriedStmtId"))
                    .hasSize(1);
            List<Integer> written = new ArrayList<>();
            while (!written.contains(99)) {
                written.add(Objects.requireNonNull(stream.next().getDocumentKey())
                        .getInt32("_id")
                        .getValue());
            }
            assertThat(written)
                    .as("two of the transaction, one of the write, and the mark")
                    .hasSize(4);
        }
    }

    @Test
    void write_should_beRefused_when_itsSessionHasBegunANewerOneWhileItWaited() {
        orders.insertOne(new Document("_id", 5));
        try (ClientSession transaction = client.startSession();
                ClientSession session = client.startSession()) {
            transaction.startTransaction();
            orders.updateOne(transaction, eq(5), Updates.set("a", 1));
            CompletableFuture<Void> write = waiting(() -> shop.runCommand(session, update().append("txnNumber", 7L)));
            shop.runCommand(
                    session,
                    Document.parse("{insert: 'orders', documents: [{_id: 6}]}").append("txnNumber", 8L));
            transaction.commitTransaction();

            assertThatThrownBy(write::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(225));
            assertThat(orders.find()).containsExactly(new Document("_id", 5).append("a", 1), new Document("_id", 6));
        }
    }

    @Test
    void read_should_seeNothing_ofATransactionThatHasExpired() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.insertOne(session, new Document("_id", 5));
            now.updateAndGet(time -> time.plusSeconds(61));

            assertThat(orders.find().first()).isNull();
        }
    }

    @Test
    void abort_should_freeAll_when_oneDocumentCannotBePutBack() {
        orders.createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        orders.insertMany(
                List.of(new Document("_id", 5).append("name", "a"), new Document("_id", 6).append("name", "b")));
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("name", "c"));
            orders.updateOne(session, eq(6), Updates.set("x", 1));
            orders.insertOne(new Document("_id", 7).append("name", "a"));
            now.updateAndGet(time -> time.plusSeconds(61));

            session.abortTransaction();
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("name", "d"));
            session.commitTransaction();
            assertThat(orders.find(eq(6)).first()).isEqualTo(new Document("_id", 6).append("name", "b"));
        }
    }

    @Test
    void event_should_beToldWithTheDocumentThatIsCommitted() {
        orders.insertMany(List.of(new Document("_id", 5), new Document("_id", 6)));
        try (var stream =
                        orders.watch().fullDocument(FullDocument.UPDATE_LOOKUP).cursor();
                ClientSession session = client.startSession()) {
            orders.updateMany(new Document(), Updates.set("v", 2));
            session.startTransaction();
            orders.updateOne(session, eq(5), Updates.set("v", 3));
            orders.updateOne(session, eq(5), Updates.set("v", 4));
            orders.deleteOne(session, eq(6));

            assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 5).append("v", 2));
            assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 6).append("v", 2));
            session.abortTransaction();
            orders.updateOne(eq(5), Updates.set("w", 1));
            assertThat(stream.next().getFullDocument())
                    .isEqualTo(new Document("_id", 5).append("v", 2).append("w", 1));
        }
    }

    /** Runs one write in a transaction, and another that meets it; then the events must tell what the documents are. */
    private CompletableFuture<Void> meet(Consumer<ClientSession> first, Runnable then, boolean commits) {
        Map<Integer, Document> told = new TreeMap<>();
        orders.find().forEach(document -> told.put(document.getInteger("_id"), document));
        try (var stream = orders.watch().cursor();
                ClientSession session = client.startSession()) {
            session.startTransaction();
            first.accept(session);
            CompletableFuture<Void> second = waiting(then);
            if (commits) {
                session.commitTransaction();
            } else {
                session.abortTransaction();
            }
            await().atMost(1, TimeUnit.MINUTES).until(second::isDone);
            orders.insertOne(new Document("_id", 99));
            while (!told.containsKey(99)) {
                replay(stream.next(), told);
            }
            assertThat(orders.find()).containsExactlyInAnyOrderElementsOf(told.values());
            orders.deleteOne(eq(99));
            return second;
        }
    }

    private CompletableFuture<Void> waiting(Runnable write) {
        long before = conflicts();
        CompletableFuture<Void> running = CompletableFuture.runAsync(write, THREADS);
        await().atMost(Duration.ofMinutes(1)).until(() -> conflicts() > before);
        assertThat(running).isNotDone();
        return running;
    }

    private long conflicts() {
        return client.getDatabase("admin")
                .runCommand(new Document("serverStatus", 1))
                .get("metrics", Document.class)
                .get("operation", Document.class)
                .getLong("writeConflicts");
    }

    private static Document update() {
        return new Document("update", "orders")
                .append("updates", List.of(new Document("q", eq("_id", 5)).append("u", Updates.set("b", 1))));
    }

    private static void replay(ChangeStreamDocument<Document> event, Map<Integer, Document> documents) {
        BsonDocument key = Objects.requireNonNull(event.getDocumentKey());
        int id = key.getInt32("_id").getValue();
        switch (Objects.requireNonNull(event.getOperationTypeString())) {
            case "insert", "replace" -> documents.put(id, Objects.requireNonNull(event.getFullDocument()));
            case "delete" -> assertThat(documents.remove(id)).isNotNull();
            default -> {
                Document document = Objects.requireNonNull(documents.get(id), "an update of what is not there");
                BsonDocument updated = Objects.requireNonNull(
                        Objects.requireNonNull(event.getUpdateDescription()).getUpdatedFields());
                updated.forEach((field, value) -> document.put(field, plain(value)));
            }
        }
    }

    private static Object plain(BsonValue value) {
        return value.isInt32()
                ? value.asInt32().getValue()
                : value.isBoolean()
                        ? value.asBoolean().getValue()
                        : value.asString().getValue();
    }
}
