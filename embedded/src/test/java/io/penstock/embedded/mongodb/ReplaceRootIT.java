package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stage {@code $replaceRoot} makes of documents. */
class ReplaceRootIT {

    /** As Debezium does where it matches names by patterns. */
    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_leave_texts_alone_that_look_like_paths(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            BsonDocument document = BsonDocument.parse("{_id: 1, price: '$5', of: '$ns', all: '$$ROOT', var: '$$none',"
                    + " by: {$ref: 'customers', $id: 7}, list: ['$ns', {of: '$ns'}], gone: null}");
            List<BsonDocument> pipeline = List.of(
                    BsonDocument.parse(
                            "{$replaceRoot: {newRoot: {namespace: {$concat: ['$ns.db', '.', '$ns.coll']}, event: '$$ROOT'}}}"),
                    BsonDocument.parse("{$match: {'event.operationType': 'insert', namespace: {$regex: 'orders$'}}}"),
                    BsonDocument.parse("{$replaceRoot: {newRoot: '$event'}}"));
            try (var stream = orders.watch(pipeline, BsonDocument.class).cursor()) {
                orders.insertOne(document);

                assertThat(stream.next().getFullDocument()).isEqualTo(document);
            }
        });
    }
}
