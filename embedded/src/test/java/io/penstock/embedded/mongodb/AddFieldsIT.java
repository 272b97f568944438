package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stage {@code $addFields}, or {@code $set}, makes of documents, and that it leaves those alone that are stored. */
class AddFieldsIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";

    @ParameterizedTest
    @MethodSource(SERVERS)
    void should_setWhatItNames(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            assertUpdated(orders, "{a: {b: 1, c: 2}}", "{'a.b': 3, 'a.d.e': 4}", "{a: {b: 3, c: 2, d: {e: 4}}}");
            assertUpdated(orders, "{a: {b: 1}}", "{a: {c: 2}}", "{a: {b: 1, c: 2}}");
            assertUpdated(orders, "{a: {b: 1}, n: {c: 2}}", "{a: '$n'}", "{a: {c: 2}, n: {c: 2}}");
            assertUpdated(orders, "{a: 1, b: 2}", "{a: '$b', b: '$a'}", "{a: 2, b: 1}");
            assertUpdated(orders, "{a: [{b: 1}, {c: 2}, 3]}", "{'a.b': 4}", "{a: [{b: 4}, {c: 2, b: 4}, {b: 4}]}");
            assertUpdated(orders, "{a: 1}", "{'a.b': {$add: ['$a', 1]}}", "{a: {b: 2}}");
            assertUpdated(orders, "{a: 1, b: 2}", "{a: '$none', b: '$$REMOVE', c: ['$b', '$none']}", "{c: [2, null]}");
            assertUpdated(orders, "{a: {price: '$5'}}", "{b: '$a'}", "{a: {price: '$5'}, b: {price: '$5'}}");
            assertUpdated(orders, "{a: [{b: 1}, {c: 2}]}", "{b: '$a.b'}", "{a: [{b: 1}, {c: 2}], b: [1]}");
        });
    }

    private static void assertUpdated(
            MongoCollection<BsonDocument> orders, String before, String fields, String after) {
        orders.deleteMany(new BsonDocument());
        orders.insertOne(BsonDocument.parse(before).append("_id", new BsonInt32(1)));
        orders.updateOne(eq(1), List.of(new BsonDocument("$set", BsonDocument.parse(fields))));
        assertThat(orders.find().first())
                .as("%s of %s", fields, before)
                .isEqualTo(BsonDocument.parse(after).append("_id", new BsonInt32(1)));
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void should_leaveWhatIsStored_toThoseWhoRead(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            BsonDocument document = BsonDocument.parse("{_id: 1, a: {b: 1}}");
            List<BsonDocument> pipeline =
                    List.of(BsonDocument.parse("{$addFields: {a: {c: 2}, fullDocument: {a: {d: 3}}}}"));
            try (var stream = orders.watch(pipeline, BsonDocument.class).cursor()) {
                orders.insertOne(document);

                assertThat(stream.next().getFullDocument()).isEqualTo(BsonDocument.parse("{_id: 1, a: {b: 1, d: 3}}"));
            }
            assertThat(Objects.requireNonNull(orders.aggregate(pipeline).first())
                            .get("a"))
                    .isEqualTo(BsonDocument.parse("{b: 1, c: 2}"));
            assertThat(orders.find().first()).isEqualTo(document);
        });
    }
}
