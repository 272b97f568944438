package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
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
