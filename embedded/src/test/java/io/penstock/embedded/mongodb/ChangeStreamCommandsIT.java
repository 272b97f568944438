package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What drivers hide of change streams: how their batches are cut, and what cannot be asked for. */
class ChangeStreamCommandsIT {

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_tell_no_more_than_the_batch_has_room_for_and_then_the_end(TestServer server) {
        server.withCollection(orders -> {
            MongoDatabase database = database(server, orders);
            orders.insertOne(new Document("_id", 1));
            long id = cursor(open(database, new Document())).getLong("id");
            orders.drop();
            List<String> told = new ArrayList<>();
            long next = id;
            while (next != 0) {
                Document cursor = cursor(database.runCommand(new Document("getMore", id)
                        .append("collection", "orders")
                        .append("batchSize", 1)
                        .append("maxTimeMS", 10_000)));
                told.add(String.join(
                        " ",
                        cursor.getList("nextBatch", Document.class).stream()
                                .map(event -> event.getString("operationType"))
                                .toList()));
                next = cursor.getLong("id");
            }

            assertThat(told).containsExactly("drop", "invalidate", "");
        });
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_refuse_options_that_cannot_be(TestServer server) {
        server.withCollection(orders -> {
            MongoDatabase database = database(server, orders);
            Document token = token(orders);
            BsonTimestamp time = new BsonTimestamp(1, 1);

            assertThat(refusal(database, new Document("resumeAfter", token).append("startAfter", token)))
                    .isEqualTo(50865);
            assertThat(refusal(database, new Document("resumeAfter", token).append("startAtOperationTime", time)))
                    .isEqualTo(40674);
            assertThat(refusal(database, new Document("startAfter", token).append("startAtOperationTime", time)))
                    .isEqualTo(40674);
            assertThat(refusal(database, new Document("resumeAfter", "text"))).isEqualTo(14);
            assertThat(refusal(database, new Document("startAfter", 1))).isEqualTo(14);
            assertThat(refusal(database, new Document("startAtOperationTime", "now")))
                    .isEqualTo(14);
            assertThat(refusal(database, new Document("fullDocument", 1))).isEqualTo(14);
            assertThat(refusal(database, new Document("noSuchOption", true))).isEqualTo(40415);
            open(database, new Document("resumeAfter", token).append("startAfter", null));
        });
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_not_go_on_in_a_collection_from_what_concerns_none(TestServer server) {
        server.withCollection(orders -> {
            MongoDatabase database = database(server, orders);
            orders.insertOne(new Document("_id", 1));
            BsonDocument dropDatabase;
            try (var stream = database.watch().cursor()) {
                database.drop();
                assertThat(stream.next().getOperationType()).isEqualTo(OperationType.DROP);
                dropDatabase = stream.next().getResumeToken();
            }

            assertThat(refusal(database, new Document("resumeAfter", dropDatabase)))
                    .isEqualTo(260);
        });
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_refuse_an_expression_that_is_unknown_before_there_is_an_event(TestServer server) {
        server.withCollection(orders -> {
            for (String stage : List.of(
                    "{$match: {$and: [{$expr: {$noSuchThing: '$fullDocument'}}]}}",
                    "{$replaceRoot: {newRoot: {$noSuchThing: '$$ROOT'}}}",
                    "{$project: {size: {$add: [1, {$noSuchThing: 1}]}}}")) {
                assertThatThrownBy(() ->
                                orders.watch(List.of(Document.parse(stage))).cursor())
                        .isInstanceOfSatisfying(
                                MongoCommandException.class,
                                e -> assertThat(e.getCode()).as(stage).isEqualTo(168));
            }
            orders.watch(List.of(Document.parse("{$match: {$expr: {$eq: ['$a', {$literal: {$noSuchThing: 1}}]}}}")))
                    .cursor()
                    .close();
        });
    }

    private static Document token(MongoCollection<Document> orders) {
        try (var stream = orders.watch().cursor()) {
            orders.insertOne(new Document());
            return Document.parse(
                    Objects.requireNonNull(stream.next().getResumeToken()).toJson());
        }
    }

    private static int refusal(MongoDatabase database, Document options) {
        try {
            open(database, options);
            return 0;
        } catch (MongoCommandException e) {
            return e.getErrorCode();
        }
    }

    private static Document open(MongoDatabase database, Document options) {
        return database.runCommand(new Document("aggregate", "orders")
                .append("pipeline", List.of(new Document("$changeStream", options)))
                .append("cursor", new Document()));
    }

    private static Document cursor(Document reply) {
        return reply.get("cursor", Document.class);
    }

    private static MongoDatabase database(TestServer server, MongoCollection<Document> orders) {
        return server.client().getDatabase(orders.getNamespace().getDatabaseName());
    }
}
