package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an ordinary driver can store, as ids and as values, and what comes back of it. */
class DriverValuesIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";

    @ParameterizedTest
    @MethodSource(SERVERS)
    void ids_should_beOfAnyType(TestServer server) {
        List<BsonValue> ids = List.of(
                new BsonInt32(1),
                new BsonInt64(5_000_000_000L),
                new BsonDouble(1.5),
                new BsonDouble(Double.NaN),
                new BsonDouble(Double.POSITIVE_INFINITY),
                new BsonDecimal128(Decimal128.parse("12345678901234567890.5")),
                new BsonDecimal128(Decimal128.NaN),
                new BsonString(""),
                new BsonString("日本.$id"),
                new BsonObjectId(new ObjectId()),
                new BsonBoolean(true),
                BsonNull.VALUE,
                new BsonDateTime(-62_200_000_000_000L),
                new BsonTimestamp(7, 3),
                new BsonMinKey(),
                new BsonMaxKey(),
                new BsonBinary(UUID.randomUUID()),
                new BsonBinary(new byte[] {1, 2}),
                BsonDocument.parse("{a: 1, b: {c: [1, {d: null}]}}"));
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            // Decimal NaN and double NaN are one key.
            List<BsonValue> distinct = ids.stream()
                    .filter(id -> !(id instanceof BsonDecimal128 decimal
                            && decimal.getValue().isNaN()))
                    .toList();
            try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> stream =
                    orders.watch(BsonDocument.class).cursor()) {
                for (BsonValue id : distinct) {
                    orders.insertOne(new BsonDocument("_id", id));
                    BsonDocument key = stream.next().getDocumentKey();
                    assertThat(Objects.requireNonNull(key).get("_id")).isEqualTo(id);
                    assertThatThrownBy(() -> orders.insertOne(new BsonDocument("_id", id)))
                            .isInstanceOf(MongoWriteException.class);
                    assertThat(orders.updateOne(new BsonDocument("_id", id), Updates.set("n", 1))
                                    .getModifiedCount())
                            .as("update of " + id)
                            .isEqualTo(1);
                    BsonDocument token = stream.next().getResumeToken();
                    assertThat(orders.replaceOne(new BsonDocument("_id", id), new BsonDocument("n", new BsonInt32(2)))
                                    .getModifiedCount())
                            .isEqualTo(1);
                    stream.next();
                    if (!id.isNull()) {
                        // Of the stand-in's library nothing is greater than null or equal to it.
                        assertThat(orders.find(new BsonDocument("_id", new BsonDocument("$gte", id)))
                                        .sort(Sorts.ascending("_id"))
                                        .limit(1)
                                        .first())
                                .as("range from " + id)
                                .isEqualTo(new BsonDocument("_id", id).append("n", new BsonInt32(2)));
                    }
                    assertThat(orders.deleteOne(new BsonDocument("_id", id)).getDeletedCount())
                            .isEqualTo(1);
                    stream.next();
                    try (var resumed = orders.watch().resumeAfter(token).cursor()) {
                        assertThat(resumed.next().getOperationTypeString()).isEqualTo("replace");
                    }
                }
            }
            assertThatThrownBy(() -> orders.insertOne(new BsonDocument("_id", new BsonArray(List.of(BsonNull.VALUE)))))
                    .isInstanceOf(MongoWriteException.class);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void documents_should_comeBackAsTheyWere(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            BsonDocument deep = new BsonDocument("end", new BsonInt32(1));
            for (int i = 0; i < 95; i++) {
                deep = new BsonDocument("d", deep);
            }
            List<BsonDocument> documents = List.of(
                    new BsonDocument("_id", new BsonInt32(1)).append("deep", deep),
                    BsonDocument.parse(
                            "{_id: 2, bin: {$binary: {base64: 'AQID', subType: '80'}}, re: {$regularExpression: {pattern:"
                                    + " '^a', options: 'im'}}, code: {$code: 'f()'}, sym: {$symbol: 's'}, u:"
                                    + " {$undefined: true}, dec: {$numberDecimal: '1E+3'}, neg0: {$numberDouble:"
                                    + " '-0.0'}, nan: {$numberDouble: 'NaN'}, t: {$timestamp: {t: 1, i: 2}}, min:"
                                    + " {$minKey: 1}, max: {$maxKey: 1}, e: {}, ea: [], l: {$numberLong: '-1'}}"),
                    BsonDocument.parse("{_id: 3, '': 1, 'ü': 'é', '日本': [[], [[1]]]}"));
            orders.insertMany(documents);
            assertThat(orders.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
                    .isEqualTo(documents);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void emptyTimestamps_should_beFilledIn_atTheTopOfWhatIsSentAsAWhole(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            BsonTimestamp empty = new BsonTimestamp(0, 0);
            BsonDocument sent = new BsonDocument("at", empty)
                    .append("too", empty)
                    .append("in", new BsonDocument("at", empty))
                    .append("list", new BsonArray(List.of(empty)));
            orders.insertOne(sent.clone().append("_id", new BsonInt32(1)));
            orders.insertOne(new BsonDocument("_id", new BsonInt32(2)));
            orders.replaceOne(eq(2), sent);
            orders.replaceOne(eq(3), sent, new ReplaceOptions().upsert(true));
            for (BsonDocument stored : orders.find()) {
                assertThat(stored.getTimestamp("at")).isGreaterThan(empty).isLessThan(stored.getTimestamp("too"));
                assertThat(stored.get("in")).isEqualTo(sent.get("in"));
                assertThat(stored.get("list")).isEqualTo(sent.get("list"));
            }
            assertThat(orders.countDocuments()).isEqualTo(3);

            orders.updateOne(eq(4), Updates.set("at", empty), new UpdateOptions().upsert(true));
            assertThat(Objects.requireNonNull(orders.find(eq(4)).first()).get("at"))
                    .isEqualTo(empty);
            orders.insertOne(new BsonDocument("_id", empty));
            assertThat(orders.countDocuments(eq(empty))).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void namesThatNoOperatorReaches_should_stayAsTheyAre(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            // From 5.0 on servers take names that begin with a dollar.
            String odd = server.majorVersion() < 5 ? "'a.c': 2" : "$x: 2";
            orders.insertOne(BsonDocument.parse("{_id: 1, 'a.b': 1, n: 1, " + odd + ", gone: 1}"));
            orders.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));

            orders.updateOne(
                    new BsonDocument("_id", new BsonInt32(1)),
                    Updates.combine(Updates.set("n", 2), Updates.set("new", 3), Updates.unset("gone")));
            orders.updateOne(new BsonDocument("_id", new BsonInt32(1)), Updates.set("a.b", 4));
            assertThat(orders.find().map(BsonDocument::toJson).first())
                    .isEqualTo(BsonDocument.parse("{_id: 1, 'a.b': 1, n: 2, " + odd + ", new: 3, a: {b: 4}}")
                            .toJson());
            assertThatThrownBy(() -> orders.updateOne(new BsonDocument(), BsonDocument.parse("{$set: {$y: 1}}")))
                    .isInstanceOf(MongoWriteException.class);
            orders.insertOne(BsonDocument.parse("{_id: 2, n: 1}"));
            assertThatThrownBy(() -> orders.insertOne(BsonDocument.parse("{_id: 3, n: 2}")))
                    .isInstanceOf(MongoWriteException.class);
        });
    }
}
