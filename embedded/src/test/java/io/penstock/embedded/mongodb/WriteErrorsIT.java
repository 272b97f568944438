package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a write is answered that fails, as it is sent: drivers show only some of it. */
class WriteErrorsIT {
    private static final int MAX_BYTES = 16 << 20;
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";

    @ParameterizedTest
    @MethodSource(SERVERS)
    void duplicateId_should_beToldWithIndexAndValue(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 1));

            Document error = writeError(server, orders, "{insert: 'orders', documents: [{_id: 1}]}");
            assertThat(error.keySet()).containsExactlyInAnyOrder("index", "code", "errmsg", "keyPattern", "keyValue");
            assertThat(error)
                    .containsEntry("index", 0)
                    .containsEntry("code", 11000)
                    .containsEntry("keyPattern", new Document("_id", 1))
                    .containsEntry("keyValue", new Document("_id", 1));
            assertThat(error.getString("errmsg"))
                    .contains("E11000 duplicate key error")
                    .contains("{ _id: 1 }");
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void duplicateValues_should_beToldWithIndexAndValues(TestServer server) {
        server.withCollection(orders -> {
            orders.createIndex(
                    Indexes.compoundIndex(Indexes.ascending("shop", "tags"), Indexes.descending("no")),
                    new IndexOptions().unique(true));
            orders.insertOne(Document.parse("{_id: 1, shop: 'a', tags: ['x', 'y']}"));
            orders.insertOne(Document.parse("{_id: 2, shop: 'b', tags: ['x', 'y']}"));

            Document pattern = new Document("shop", 1).append("tags", 1).append("no", -1);
            Document taken = new Document("shop", "a").append("tags", "y").append("no", null);
            String insert = "{insert: 'orders', documents: [{_id: 3, shop: 'a', tags: ['z', 'y']}]}";
            String update = "{update: 'orders', updates: [{q: {_id: 2}, u: {$set: {shop: 'a', tags: ['z', 'y']}}}]}";
            for (String command : List.of(insert, update)) {
                assertThat(writeError(server, orders, command))
                        .containsEntry("keyPattern", pattern)
                        .containsEntry("keyValue", taken)
                        .doesNotContainKey("codeName");
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void duplicate_should_beToldWithIndexAndValue_byFindAndModify(TestServer server) {
        server.withCollection(orders -> {
            orders.createIndex(Indexes.ascending("no"), new IndexOptions().unique(true));
            orders.insertMany(List.of(Document.parse("{_id: 1, no: 7}"), Document.parse("{_id: 2, no: 8}")));

            BsonDocument reply =
                    refusal(server, orders, "{findAndModify: 'orders', query: {_id: 1}, update: {$set: {no: 8}}}");
            assertThat(reply)
                    .containsAllEntriesOf(BsonDocument.parse("{ok: 0.0, code: 11000, codeName: 'DuplicateKey',"
                            + " keyPattern: {no: 1}, keyValue: {no: 8}}"));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void delete_should_sayHowManyItMayTake(TestServer server) {
        server.withCollection(orders -> {
            orders.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));

            BsonDocument without =
                    refusal(server, orders, "{delete: 'orders', deletes: [{q: {_id: 1}, limit: 1}, {q: {}}]}");
            assertThat(without.getInt32("code").getValue()).isEqualTo(40414);
            assertThat(without.getString("errmsg").getValue())
                    .isEqualTo("BSON field 'delete.deletes.limit' is missing but a required field");
            BsonDocument wrong = refusal(server, orders, "{delete: 'orders', deletes: [{q: {}, limit: 2}]}");
            assertThat(wrong.getInt32("code").getValue()).isEqualTo(9);
            assertThat(wrong.getString("errmsg").getValue())
                    .isEqualTo("The limit field in delete objects must be 0 or 1. Got 2");
            assertThat(orders.countDocuments()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void document_should_notBeInserted_when_itIsTooLarge(TestServer server) {
        server.withCollection(orders -> {
            // With both names, types and lengths.
            int rest = 25;
            Document large = new Document("_id", 1).append("text", "x".repeat(MAX_BYTES - rest));
            orders.insertOne(large);
            Document larger = new Document("_id", 2).append("text", "x".repeat(MAX_BYTES - rest + 1));

            Document error =
                    writeError(server, orders, new Document("insert", "orders").append("documents", List.of(larger)));
            assertThat(error.getInteger("code")).isIn(2, 10334);
            assertThat(error.getString("errmsg"))
                    .isEqualTo("object to insert too large. size in bytes: 16777217, max size: 16777216");
            assertThat(orders.countDocuments()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void document_should_notBeUpdated_when_itWouldBeTooLarge(TestServer server) {
        server.withCollection(orders -> {
            Document before = new Document("_id", 1).append("parts", List.of("x".repeat(9 << 20)));
            orders.insertOne(before);
            Document twice = new Document("$set", new Document("again", "$parts"));

            assertTooLarge(
                    () -> orders.updateOne(eq(1), Updates.push("parts", "x".repeat(8 << 20))),
                    "Resulting document after update",
                    17419);
            assertTooLarge(
                    () -> orders.findOneAndUpdate(eq(1), List.of(twice)), "Resulting document after update", 17419);
            assertTooLarge(
                    () -> orders.updateOne(
                            eq(2),
                            List.of(new Document("$set", new Document("parts", "x".repeat(9 << 20))), twice),
                            new UpdateOptions().upsert(true)),
                    "Document to upsert",
                    17420);
            assertThat(orders.find()).containsExactly(before);
        });
    }

    private static void assertTooLarge(ThrowingCallable write, String what, int code) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isIn(code, 10334))
                .hasMessageContaining(what + " is larger than 16777216");
    }

    private static Document writeError(TestServer server, MongoCollection<Document> orders, String command) {
        return writeError(server, orders, Document.parse(command));
    }

    private static Document writeError(TestServer server, MongoCollection<Document> orders, Document command) {
        Document reply = server.client()
                .getDatabase(orders.getNamespace().getDatabaseName())
                .runCommand(command);
        assertThat(reply.getList("writeErrors", Document.class)).hasSize(1);
        return reply.getList("writeErrors", Document.class).get(0);
    }

    private static BsonDocument refusal(TestServer server, MongoCollection<Document> orders, String command) {
        return catchThrowableOfType(
                        MongoCommandException.class,
                        () -> server.client()
                                .getDatabase(orders.getNamespace().getDatabaseName())
                                .runCommand(Document.parse(command)))
                .getResponse();
    }
}
