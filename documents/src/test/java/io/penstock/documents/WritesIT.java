package io.penstock.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.penstock.api.Bulk;
import io.penstock.api.DatabaseException;
import io.penstock.api.DocumentKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritesIT {
    private static final String STATS = Database.SHOP + ".stats";
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

    private DocumentAccess access() {
        return database.access(BATCH, MINUTE, settings -> {});
    }

    private Document stored(Object id) {
        return Optional.ofNullable(
                        database.collection("stats").find(Filters.eq("_id", id)).first())
                .orElseThrow();
    }

    @Test
    void shouldGatherWritesOfManyAttempts_andTellWhenAMajorityHasThem() {
        try (DocumentAccess access = access()) {
            List<Database.Spent> accounts =
                    Stream.generate(Database.Spent::new).limit(1000).toList();
            List<AttemptAccess> attempts = accounts.stream()
                    .map(account -> database.attempt(access, 0, account))
                    .toList();
            Runnable release = database.hold();
            IntStream.range(0, 1000).forEach(i -> attempts.get(i).bulk(STATS).upsert(i, Map.of("n", i)));
            release.run();

            attempts.forEach(attempt -> attempt.written().join());
            assertThat(database.collection("stats").countDocuments()).isEqualTo(1000);
            assertThat(database.sent("update"))
                    .hasSizeBetween(10, 11)
                    .allSatisfy(update -> assertThat(update.getDocument("writeConcern")
                                    .getString("w")
                                    .getValue())
                            .isEqualTo("majority"));
            assertThat(accounts)
                    .allSatisfy(account ->
                            assertThat(account.cost().documentsWritten()).isEqualTo(1));
        }
    }

    @Test
    void shouldKeepTheOrderOfWritesToOneDocument() {
        try (DocumentAccess access = access()) {
            AttemptAccess attempt = database.attempt(access, 0);
            Bulk bulk = attempt.bulk(STATS);
            for (int i = 0; i < 50; i++) {
                bulk.upsert("a", Map.of("n", i));
                bulk.delete("b");
                bulk.set("b", Map.of("n", i));
                bulk.set("a", Map.of("last", i));
            }
            bulk.delete("c");
            bulk.upsert("d", Map.of());
            bulk.delete("d");

            attempt.written().join();
            assertThat(stored("a"))
                    .isEqualTo(new Document("_id", "a").append("n", 49).append("last", 49));
            assertThat(stored("b")).isEqualTo(new Document("_id", "b").append("n", 49));
            assertThat(database.collection("stats").countDocuments()).isEqualTo(2);
        }
    }

    @Test
    void shouldWriteTheTypesThatExtendedJsonNames() {
        try (DocumentAccess access = access()) {
            AttemptAccess attempt = database.attempt(access, 0);
            attempt.bulk(STATS)
                    .upsert(
                            DocumentKey.objectId("0123456789abcdef01234567"),
                            Map.of(
                                    "text",
                                    "0123456789abcdef01234567",
                                    "customer",
                                    Map.of("$oid", "0123456789abcdef76543210"),
                                    "small",
                                    1,
                                    "large",
                                    1L << 40,
                                    "real",
                                    2.0,
                                    "exact",
                                    new BigDecimal("0.10")));

            attempt.written().join();
            Document found = stored(new ObjectId("0123456789abcdef01234567"));
            assertThat(found.get("text")).isEqualTo("0123456789abcdef01234567");
            assertThat(found.get("customer")).isEqualTo(new ObjectId("0123456789abcdef76543210"));
            assertThat(found.get("small")).isEqualTo(1);
            assertThat(found.get("large")).isEqualTo(1L << 40);
            assertThat(found.get("real")).isEqualTo(2.0);
            assertThat(found.get("exact")).isEqualTo(Decimal128.parse("0.10"));
        }
    }

    /** The second one's index has a name that holds that of the id's. */
    @ParameterizedTest
    @ValueSource(strings = {"mail", "customer_id"})
    void shouldTellWhichAttemptsWriteFailed_andLetTheOthersGoOn(String unique) {
        database.collection("stats").createIndex(Indexes.ascending(unique), new IndexOptions().unique(true));
        database.collection("stats").insertOne(new Document("_id", "taken").append(unique, "a@b"));
        try (DocumentAccess access = access()) {
            List<AttemptAccess> attempts = IntStream.range(0, 20)
                    .mapToObj(i -> database.attempt(access, 0))
                    .toList();
            for (int i = 0; i < 20; i++) {
                attempts.get(i).bulk(STATS).upsert(i, Map.of(unique, i == 7 ? "a@b" : "m" + i));
            }

            for (int i = 0; i < 20; i++) {
                if (i == 7) {
                    assertThatThrownBy(attempts.get(i).written()::join)
                            .isInstanceOf(CompletionException.class)
                            .cause()
                            .isInstanceOfSatisfying(
                                    DatabaseException.class,
                                    failure -> assertThat(failure.mayPass()).isFalse())
                            .hasMessageContaining("11000");
                } else {
                    attempts.get(i).written().join();
                }
            }
            assertThat(database.collection("stats").countDocuments()).isEqualTo(20);
        }
    }

    @Test
    void shouldReadWhatWasWritten_thoughItWasCached() {
        database.collection("stats").insertOne(new Document("_id", "a").append("n", 1));
        try (DocumentAccess access = access()) {
            AttemptAccess attempt = database.attempt(access, 0);
            assertThat(read(attempt)).isEqualTo(1);
            attempt.bulk(STATS)
                    .upsert("a", Map.of("n", 2))
                    .toCompletableFuture()
                    .join();

            assertThat(read(attempt)).isEqualTo(2);
        }
    }

    private static int read(AttemptAccess attempt) {
        Optional<JsonNode> found =
                attempt.documents(STATS).get("a").toCompletableFuture().join();
        return found.orElseThrow().path("n").asInt();
    }

    @Test
    void shouldRefuseWhatCanNeverBeWritten() {
        try (DocumentAccess access = database.access(
                BATCH,
                MINUTE,
                collection -> Optional.of("it is watched").filter(reason -> collection.equals("shop.orders")),
                settings -> {})) {
            AttemptAccess attempt = database.attempt(access, 0);
            assertThatThrownBy(() -> attempt.bulk("shop.orders"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("'shop.orders' cannot be written by a handler: it is watched");
            Bulk bulk = attempt.bulk(STATS);
            assertThatThrownBy(() -> bulk.upsert("a", "text")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.upsert("a", Map.of("$set", 1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.upsert("a", Map.of("$oid", "0123456789abcdef01234567")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.upsert("a", Map.of("a\0b", 1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.upsert("a", Map.of("_id", "b"))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.set("a", Map.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> bulk.upsert("a", Map.of("big", "x".repeat(17 << 20))))
                    .isInstanceOf(DatabaseException.class);
            assertThatThrownBy(() -> attempt.bulk("orders")).isInstanceOf(IllegalArgumentException.class);

            attempt.written().join();
            assertThatThrownBy(() -> bulk.delete("a")).isInstanceOf(IllegalStateException.class);
            assertThat(database.collection("stats").countDocuments()).isZero();
        }
    }
}
