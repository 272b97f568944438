package io.penstock.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ReadPreference;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.penstock.api.DatabaseException;
import io.penstock.api.DocumentKey;
import io.penstock.api.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.bson.internal.UuidHelper;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadsIT {
    private static final String CUSTOMERS = Database.SHOP + ".customers";
    private static final AccessOptions.Batch BATCH = new AccessOptions.Batch(100, Duration.ofMillis(20));
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Database database;

    @BeforeEach
    void start() {
        database = new Database();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Optional<JsonNode> get(Documents documents, Object id) {
        return documents.get(id).toCompletableFuture().join();
    }

    private long insert(Document... documents) {
        return database.write(session -> database.collection("customers").insertMany(session, List.of(documents)));
    }

    @Test
    void shouldGatherLookUpsOfManyAttemptsIntoFewRequests() {
        Document[] customers = IntStream.range(0, 1000)
                .mapToObj(i -> new Document("_id", i).append("name", "n" + i))
                .toArray(Document[]::new);
        long changedAt = insert(customers);
        try (DocumentAccess access = database.access(BATCH, MINUTE, settings -> {})) {
            List<Database.Spent> accounts =
                    Stream.generate(Database.Spent::new).limit(1000).toList();
            Runnable release = database.hold();
            List<CompletableFuture<Optional<JsonNode>>> coming = IntStream.range(0, 1000)
                    .mapToObj(i -> database.attempt(access, changedAt, accounts.get(i))
                            .documents(CUSTOMERS)
                            .get(i)
                            .toCompletableFuture())
                    .toList();
            release.run();

            for (int i = 0; i < 1000; i++) {
                assertThat(coming.get(i).join().orElseThrow().path("name").asText())
                        .isEqualTo("n" + i);
            }
            // What came before the first was sent may leave one that is not full, and so may the rest.
            assertThat(database.sent("find"))
                    .hasSizeBetween(10, 11)
                    .allSatisfy(find -> assertThat(find.getDocument("filter")
                                    .getDocument("_id")
                                    .getArray("$in"))
                            .hasSizeBetween(1, 100));
            assertThat(accounts).allSatisfy(account -> {
                assertThat(account.cost().documentsRead()).isEqualTo(1);
                assertThat(account.cost().bytesRead()).isPositive();
            });
            assertThat(accounts.stream()
                            .mapToDouble(account -> account.cost().operations())
                            .sum())
                    .isCloseTo(database.sent("find").size(), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void shouldAskOnce_whereAllIsFound() {
        long changedAt = insert(new Document("_id", "c1"));
        try (DocumentAccess access = database.access(BATCH, MINUTE, settings -> {})) {
            assertThat(get(database.attempt(access, changedAt).documents(CUSTOMERS), "c1"))
                    .isPresent();

            assertThat(database.sent("find")).hasSize(1);
            assertThat(database.sent("getMore")).isEmpty();
            assertThat(database.sent("killCursors")).isEmpty();
        }
    }

    @Test
    void shouldAskAsOfTheChange_andOfWhatMajoritiesHave() {
        long changedAt = insert(new Document("_id", "c1"));
        try (DocumentAccess access =
                database.access(BATCH, MINUTE, Database.from(ReadPreference.secondaryPreferred()))) {
            assertThat(get(database.attempt(access, changedAt).documents(CUSTOMERS), "c1"))
                    .isPresent();

            BsonDocument find = database.sent("find").get(0);
            BsonDocument concern = find.getDocument("readConcern");
            assertThat(concern.getString("level").getValue()).isEqualTo("majority");
            assertThat(concern.getTimestamp("afterClusterTime").getValue()).isEqualTo(changedAt);
            assertThat(find.getDocument("$readPreference").getString("mode").getValue())
                    .isEqualTo("secondaryPreferred");
        }
    }

    @Test
    void shouldAnswerFromTheCacheWhatIsFreshEnough_absentDocumentsIncluded() {
        long first = insert(new Document("_id", "c1").append("n", 1));
        try (DocumentAccess access = database.access(BATCH, MINUTE, settings -> {})) {
            Documents before = database.attempt(access, first).documents(CUSTOMERS);
            assertThat(get(before, "c1").orElseThrow().path("n").asInt()).isEqualTo(1);
            assertThat(get(before, "none")).isEmpty();
            Database.Spent account = new Database.Spent();
            Documents again = database.attempt(access, first, account).documents(CUSTOMERS);
            assertThat(get(again, "c1").orElseThrow().path("n").asInt()).isEqualTo(1);
            assertThat(get(again, "none")).isEmpty();
            assertThat(database.sent("find")).hasSize(2);
            assertThat(account.cost()).isEqualTo(io.penstock.api.DatabaseCost.NONE);

            long second = database.write(session ->
                    database.collection("customers").updateOne(session, Filters.eq("_id", "c1"), Updates.set("n", 2)));
            Documents after = database.attempt(access, second).documents(CUSTOMERS);
            assertThat(get(after, "c1").orElseThrow().path("n").asInt()).isEqualTo(2);
            assertThat(database.sent("find")).hasSize(3);
            // What is newer than asked for is as good.
            assertThat(get(before, "c1").orElseThrow().path("n").asInt()).isEqualTo(2);
            assertThat(database.sent("find")).hasSize(3);

            database.pass(MINUTE.plusSeconds(1));
            assertThat(get(after, "c1")).isPresent();
            assertThat(database.sent("find")).hasSize(4);
        }
    }

    @Test
    void shouldGiveEachCallerATreeOfItsOwn() {
        long changedAt = insert(new Document("_id", "c1").append("n", 1));
        try (DocumentAccess access = database.access(BATCH, MINUTE, settings -> {})) {
            Documents documents = database.attempt(access, changedAt).documents(CUSTOMERS);
            ((com.fasterxml.jackson.databind.node.ObjectNode)
                            get(documents, "c1").orElseThrow())
                    .put("n", 99);

            assertThat(get(documents, "c1").orElseThrow().path("n").asInt()).isEqualTo(1);
        }
    }

    @Test
    void shouldFindIdsOfEveryType() {
        ObjectId objectId = new ObjectId("0123456789abcdef01234567");
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        Instant date = Instant.parse("2024-01-31T12:00:00Z");
        Binary standardUuid = new Binary(
                BsonBinarySubType.UUID_STANDARD, UuidHelper.encodeUuidToBinary(uuid, UuidRepresentation.STANDARD));
        long changedAt = insert(
                new Document("_id", "text").append("n", 0),
                new Document("_id", objectId).append("n", 1),
                new Document("_id", 7).append("n", 2),
                new Document("_id", 1L << 40).append("n", 3),
                new Document("_id", 2.5).append("n", 4),
                new Document("_id", Decimal128.parse("0.1")).append("n", 5),
                new Document("_id", Date.from(date)).append("n", 6),
                new Document("_id", true).append("n", 7),
                new Document("_id", standardUuid).append("n", 8),
                new Document("_id", new Document("a", 1).append("b", objectId)).append("n", 9),
                new Document("_id", new Binary(new byte[] {1, 2, 3})).append("n", 10),
                new Document("_id", null).append("n", 11),
                new Document("_id", "0123456789abcdef76543210").append("n", 12));
        List<List<Object>> names = List.of(
                List.of("text", DocumentKey.text("text")),
                List.of(objectId.toHexString(), DocumentKey.objectId(objectId.toHexString())),
                List.of(7, 7L, 7.0),
                List.of(1L << 40),
                List.of(2.5),
                List.of(new java.math.BigDecimal("0.1"), DocumentKey.json("{\"$numberDecimal\":\"0.1\"}")),
                List.of("2024-01-31T12:00:00.000Z", date),
                List.of(true),
                List.of(uuid.toString(), uuid),
                List.of(DocumentKey.json("{\"a\":1,\"b\":{\"$oid\":\"" + objectId + "\"}}")),
                List.of(DocumentKey.json("{\"$binary\":\"AQID\",\"$type\":\"00\"}")),
                List.of(DocumentKey.json("null")),
                List.of("0123456789abcdef76543210", DocumentKey.text("0123456789abcdef76543210")));
        try (DocumentAccess access = database.access(BATCH, Duration.ZERO, settings -> {})) {
            Documents documents = database.attempt(access, changedAt).documents(CUSTOMERS);
            for (int n = 0; n < names.size(); n++) {
                for (Object id : names.get(n)) {
                    assertThat(get(documents, id).map(found -> found.path("n").asInt()))
                            .as("%s, a %s", id, id.getClass())
                            .contains(n);
                }
            }
            assertThat(get(documents, DocumentKey.text(objectId.toHexString()))).isEmpty();
            assertThatThrownBy(() -> documents.get(List.of(1))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldTellWhatFailed_andAskAgainNextTime() {
        long changedAt = insert(new Document("_id", "c1"));
        try (DocumentAccess access = database.access(BATCH, MINUTE, settings -> {})) {
            Documents refused =
                    database.attempt(access, changedAt, new Refusing()).documents(CUSTOMERS);
            assertThatThrownBy(() -> refused.fetch("c1"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("spent");
            // Later than anything that has happened.
            Documents future = database.attempt(access, Long.MAX_VALUE - 1).documents(CUSTOMERS);
            assertThatThrownBy(() -> future.fetch("c1"))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.mayPass()).isTrue())
                    .hasMessageContaining(CUSTOMERS)
                    .hasMessageContaining("afterClusterTime");
            assertThat(get(database.attempt(access, changedAt).documents(CUSTOMERS), "c1"))
                    .isPresent();
        }
    }

    private static final class Refusing implements Account {
        @Override
        public void admit() {
            throw new DatabaseException("spent", false);
        }

        @Override
        public void charge(io.penstock.api.DatabaseCost cost) {}
    }

    /** Writers count documents up and tell the time of each count; readers ask as of it, and never see a lower one. */
    @ParameterizedTest
    @ValueSource(longs = {0, 10, 60_000})
    void shouldNeverReadWhatIsOlderThanTheChange(long timeToLive) throws Exception {
        long seed = new Random().nextLong();
        int documents = 5;
        ConcurrentHashMap<Integer, Count> told = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger checked = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(documents);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (DocumentAccess access = database.access(
                new AccessOptions.Batch(100, Duration.ofMillis(1)),
                Duration.ofMillis(timeToLive),
                Database.from(ReadPreference.nearest()))) {
            List<Future<?>> running = new ArrayList<>();
            running.add(threads.submit(() -> {
                Random random = new Random(seed);
                for (int n = 1; !over.get(); n++) {
                    int id = n <= documents ? n - 1 : random.nextInt(documents);
                    int count = n;
                    long at = database.write(session -> database.collection("customers")
                            .updateOne(
                                    session,
                                    Filters.eq("_id", id),
                                    Updates.set("n", count),
                                    new UpdateOptions().upsert(true)));
                    told.put(id, new Count(count, at));
                    if (n <= documents) {
                        begun.countDown();
                    }
                }
            }));
            begun.await();
            for (int reader = 0; reader < 8; reader++) {
                long own = seed + reader;
                running.add(threads.submit(() -> {
                    Random random = new Random(own);
                    for (int i = 0; i < 500; i++) {
                        int id = random.nextInt(documents);
                        Count known = Optional.ofNullable(told.get(id)).orElseThrow();
                        int n = database.attempt(access, known.at())
                                .documents(CUSTOMERS)
                                .fetch(id)
                                .orElseThrow()
                                .path("n")
                                .asInt();
                        assertThat(n).as("seed %d, document %d", seed, id).isGreaterThanOrEqualTo(known.n());
                        checked.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> reader : running.subList(1, running.size())) {
                reader.get();
            }
            over.set(true);
            running.get(0).get();
            assertThat(checked).hasValue(4000);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private record Count(int n, long at) {}
}
