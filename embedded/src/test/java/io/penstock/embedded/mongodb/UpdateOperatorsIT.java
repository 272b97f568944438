package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import java.util.List;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What update operators make of values, and what is told of it. */
class UpdateOperatorsIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";

    /** A value, and another that is equal to it as a double. */
    private static final List<List<String>> TWINS = List.of(
            List.of("{$numberDecimal: '0.1'}", "{$numberDecimal: '0.10000000000000000001'}"),
            List.of(
                    "{$numberDecimal: '1234567890123456789012345678901234'}",
                    "{$numberDecimal: '1234567890123456789012345678901235'}"),
            List.of("{$numberDecimal: '12.5'}", "{$numberDecimal: '12.50'}"),
            List.of("1", "{$numberLong: '1'}"),
            List.of("1", "{$numberDouble: '1.0'}"),
            List.of("1", "{$numberDecimal: '1'}"),
            List.of("{$numberDouble: '0.5'}", "{$numberDecimal: '0.5'}"),
            List.of("{$numberDouble: '0.0'}", "{$numberDouble: '-0.0'}"),
            List.of("{$numberLong: '9007199254740993'}", "{$numberDouble: '9007199254740992'}"),
            List.of("{a: 1}", "{a: {$numberLong: '1'}}"),
            List.of("[1, {a: 1}]", "[1, {a: 1.0}]"));

    @ParameterizedTest
    @MethodSource(SERVERS)
    void set_should_changeWhateverIsNotTheVerySame(TestServer server) {
        server.withCollection(plain -> {
            MongoCollection<BsonDocument> orders = plain.withDocumentClass(BsonDocument.class);
            try (MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> stream =
                    orders.watch(BsonDocument.class).cursor()) {
                for (int id = 0; id < TWINS.size(); id++) {
                    BsonValue old = value(TWINS.get(id).get(0));
                    BsonValue now = value(TWINS.get(id).get(1));
                    orders.insertOne(new BsonDocument("_id", new BsonInt32(id))
                            .append("v", old)
                            .append("list", new BsonArray(List.of(old)))
                            .append("w", old));
                    stream.next();
                    Bson update =
                            Updates.combine(Updates.set("v", now), Updates.set("list.0", now), Updates.set("w", old));

                    assertThat(orders.updateOne(eq("_id", id), update).getModifiedCount())
                            .as("%s to %s", old, now)
                            .isEqualTo(1);
                    assertThat(Objects.requireNonNull(stream.next().getUpdateDescription())
                                    .getUpdatedFields())
                            .isEqualTo(new BsonDocument("list.0", now).append("v", now));
                    BsonDocument stored =
                            Objects.requireNonNull(orders.find(eq("_id", id)).first());
                    assertThat(stored.get("v")).isEqualTo(now);
                    assertThat(stored.getArray("list")).containsExactly(now);
                    assertThat(orders.updateOne(eq("_id", id), Updates.set("v", now))
                                    .getModifiedCount())
                            .isZero();
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void upserts_should_haveTheValuesOfTheirOperators(TestServer server) {
        server.withCollection(orders -> {
            UpdateOptions upsert = new UpdateOptions().upsert(true);
            orders.updateOne(
                    and(eq("_id", 1), eq("n", 1)),
                    Updates.combine(Updates.set("n", 1L), Updates.setOnInsert("made", 2L), Updates.inc("count", 3L)),
                    upsert);
            assertThat(orders.find(eq(1)).first())
                    .isEqualTo(new Document("_id", 1)
                            .append("n", 1L)
                            .append("count", 3L)
                            .append("made", 2L));

            orders.updateOne(
                    BsonDocument.parse("{_id: {$eq: 5}, 'a.b': 1}"),
                    List.of(new Document("$set", new Document("c", new Document("$add", List.of("$a.b", 1))))),
                    upsert);
            assertThat(orders.find(eq(5)).first())
                    .isEqualTo(new Document("_id", 5)
                            .append("a", new Document("b", 1))
                            .append("c", 2));

            orders.replaceOne(eq(6), new Document("n", 1), new ReplaceOptions().upsert(true));
            assertThat(orders.find(eq(6)).first()).isEqualTo(new Document("_id", 6).append("n", 1));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void times_should_beMilliseconds(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 1));
            orders.updateOne(
                    eq(1),
                    Updates.combine(Updates.currentDate("at"), Updates.currentTimestamp("ts"), Updates.set("n", 1)));
            Document dated = Objects.requireNonNull(orders.find(eq(1)).first());
            assertThat(orders.updateOne(and(eq(1), eq("at", dated.getDate("at"))), Updates.set("found", true))
                            .getMatchedCount())
                    .isEqualTo(1);
            assertThat(dated.get("ts", BsonTimestamp.class).getInc()).isPositive();

            orders.updateOne(
                    eq(1),
                    List.of(BsonDocument.parse(
                            "{$set: {now: '$$NOW', same: {$eq: ['$$NOW', '$$NOW']}, text: {$literal: '$$NOW'}}}")));
            Document timed = Objects.requireNonNull(orders.find(eq(1)).first());
            assertThat(timed.get("same")).isEqualTo(true);
            assertThat(timed.get("text")).isEqualTo("$$NOW");
            assertThat(orders.countDocuments(eq("now", timed.getDate("now")))).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void pipelines_should_beToldAsReplacements_unlessTheDifferenceIsSmall(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(Document.parse("{_id: 1, address: {city: 'A'}}"));
            orders.insertOne(new Document("_id", 2)
                    .append("text", "x".repeat(200))
                    .append("a", 1)
                    .append("b", 2));
            try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                    orders.watch().cursor()) {
                orders.updateOne(eq(1), List.of(BsonDocument.parse("{$set: {address: {city: 'B'}}}")));
                ChangeStreamDocument<Document> event = stream.next();
                assertThat(event.getOperationType()).isEqualTo(OperationType.REPLACE);
                assertThat(event.getFullDocument()).isEqualTo(Document.parse("{_id: 1, address: {city: 'B'}}"));

                orders.updateOne(
                        eq(2),
                        List.of(BsonDocument.parse("{$replaceWith: {_id: 2, text: '$text', b: '$b', a: '$a'}}")));
                event = stream.next();
                if (server.majorVersion() < 5) {
                    assertThat(event.getOperationType()).isEqualTo(OperationType.REPLACE);
                } else {
                    assertThat(Objects.requireNonNull(event.getUpdateDescription())
                                    .getUpdatedFields())
                            .isEqualTo(BsonDocument.parse("{a: 1}"));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void operators_should_reckonAsServersDo(TestServer server) {
        server.withCollection(orders -> {
            assertUpdated(
                    orders,
                    "{v: [1, 2]}",
                    "{$addToSet: {v: {$each: [1.0, {$numberLong: '2'}, 3, 3.0]}}}",
                    "{v: [1, 2, 3]}");
            assertUpdated(orders, "{}", "{$addToSet: {v: 1}}", "{v: [1]}");
            assertUpdated(orders, "{v: 2147483647}", "{$inc: {v: 1}}", "{v: {$numberLong: '2147483648'}}");
            assertUpdated(orders, "{v: {$numberLong: '3'}}", "{$mul: {v: 2}}", "{v: {$numberLong: '6'}}");
            assertUpdated(
                    orders, "{}", "{$mul: {v: {$numberLong: '2'}}, $inc: {w: 1.5}}", "{v: {$numberLong: '0'}, w: 1.5}");
            assertUpdated(orders, "{v: 1.5}", "{$inc: {v: {$numberLong: '2'}}}", "{v: 3.5}");
            assertUpdated(
                    orders,
                    "{v: {$numberDecimal: '9999999999999999999999999999999999'}}",
                    "{$inc: {v: 1}}",
                    "{v: {$numberDecimal: '1.000000000000000000000000000000000E+34'}}");
            assertUpdated(
                    orders,
                    "{v: {$numberDecimal: 'NaN'}, w: {$numberDecimal: '-Infinity'}}",
                    "{$inc: {v: 1, w: 1}}",
                    "{v: {$numberDecimal: 'NaN'}, w: {$numberDecimal: '-Infinity'}}");
            assertUpdated(
                    orders,
                    "{v: {$numberDecimal: '0.1'}, w: {$numberDecimal: '0.1'}}",
                    "{$max: {v: {$numberDecimal: '0.10000000000000000001'}}, $min: {w:"
                            + " {$numberDecimal: '0.09999999999999999999'}}}",
                    "{v: {$numberDecimal: '0.10000000000000000001'}, w:"
                            + " {$numberDecimal: '0.09999999999999999999'}}");
            assertUpdated(orders, "{v: 1, w: 1}", "{$max: {v: 1.0}, $min: {w: null, x: 1}}", "{v: 1, w: null, x: 1}");
            assertUpdated(
                    orders,
                    "{v: 13, w: {$numberLong: '5'}, y: 6}",
                    "{$bit: {v: {and: 10}, w: {or: 3}, x: {or: 1}, y: {xor: 3, or: 8}}}",
                    "{v: 8, w: {$numberLong: '7'}, y: 13, x: 1}");
            assertUpdated(orders, "{v: [{n: 1}, {n: 2}]}", "{$inc: {'v.$[].n': 1}}", "{v: [{n: 2}, {n: 3}]}");
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void operators_should_refuse_whatTheyCannotReckonWith(TestServer server) {
        server.withCollection(orders -> {
            assertRefused(orders, "{v: {$numberLong: '9223372036854775807'}}", "{$inc: {v: 1}}", 2);
            assertRefused(orders, "{v: {$numberLong: '9223372036854775807'}}", "{$mul: {v: 2}}", 2);
            assertRefused(orders, "{v: null}", "{$inc: {v: 1}}", 14);
            assertRefused(orders, "{v: null}", "{$mul: {v: 1}}", 14);
            assertRefused(orders, "{v: 1}", "{$inc: {v: 'x'}}", 14);
            assertRefused(orders, "{v: null}", "{$addToSet: {v: 1}}", 2);
            assertRefused(orders, "{v: 1.5}", "{$bit: {v: {or: 1}}}", 2);
            assertRefused(orders, "{v: 1}", "{$bit: {v: {nor: 1}}}", 2);
            assertRefused(orders, "{v: 1}", "{$set: {v: 2}, $inc: {v: 1}}", 40);
            assertRefused(orders, "{v: 1}", "{$set: 2}", 9);
            assertRefused(orders, "{v: {w: 1}}", "{$set: {'v.w.x': 2}}", 28);
            assertRefused(orders, "{v: 1}", "{$inc: {_id: 1}}", 66);
            assertRefused(orders, "{v: null}", "{$push: {v: 1}}", 2);
        });
    }

    /** What is null is there, and no document. */
    @ParameterizedTest
    @MethodSource(SERVERS)
    void operators_should_putNothingIntoANull(TestServer server) {
        server.withCollection(orders -> {
            for (String update : List.of(
                    "{$set: {'a.b': 1}}",
                    "{$inc: {'a.b': 1}}",
                    "{$min: {'a.b': 1}}",
                    "{$currentDate: {'a.b': true}}",
                    "{$addToSet: {'a.b': 1}}",
                    "{$push: {'a.b': 1}}",
                    "{$rename: {c: 'a.b'}}",
                    "{$set: {c: 1, 'a.b.c': 1}}")) {
                assertThat(assertRefused(orders, "{a: null, c: 2}", update, 28))
                        .contains("Cannot create field 'b' in element {a: null}");
            }
            for (String update :
                    List.of("{$set: {'items.0.x': 1}}", "{$push: {'items.0.x': 1}}", "{$inc: {'items.$[].x': 1}}")) {
                assertThat(assertRefused(orders, "{items: [null]}", update, 28))
                        .contains("Cannot create field 'x' in element {0: null}");
            }
            assertUpdated(orders, "{a: null}", "{$unset: {'a.b': 1}, $set: {c: 1}}", "{a: null, c: 1}");
            assertUpdated(orders, "{a: null}", "{$setOnInsert: {'a.b': 1}, $set: {c: 1}}", "{a: null, c: 1}");
            assertUpdated(orders, "{items: [null]}", "{$set: {'items.2.x': 1}}", "{items: [null, null, {x: 1}]}");
            assertUpdated(orders, "{a: null}", "{$set: {a: {b: 1}}}", "{a: {b: 1}}");
            assertThatThrownBy(() -> orders.updateOne(
                            and(eq("_id", 2), eq("a", null)), Updates.set("a.b", 1), new UpdateOptions().upsert(true)))
                    .isInstanceOfSatisfying(
                            MongoWriteException.class,
                            e -> assertThat(e.getCode()).isEqualTo(28));
        });
    }

    /** Servers go by the paths of all operators, whatever their order in the update. */
    @ParameterizedTest
    @MethodSource(SERVERS)
    void newFields_should_comeInTheOrderOfTheirNames(TestServer server) {
        server.withCollection(orders -> {
            assertOrder(orders, "{m: 1}", "{$set: {z: 1, b: 1}, $inc: {a: 1}}", "{_id: 1, m: 1, a: 1, b: 1, z: 1}");
            assertOrder(
                    orders,
                    "{y: 1, d: 1}",
                    "{$push: {z: 1}, $set: {x: 1, d: 2}, $rename: {y: 'c'}}",
                    "{_id: 1, d: 2, c: 1, x: 1, z: [1]}");
            assertOrder(
                    orders,
                    "{m: {q: 1}, list: [{}, {q: 1}]}",
                    "{$set: {'m.z': 1, 'm.b': 1, 'list.$[].z': 1, 'list.$[].b': 1}}",
                    "{_id: 1, m: {q: 1, b: 1, z: 1}, list: [{b: 1, z: 1}, {q: 1, b: 1, z: 1}]}");
            assertOrder(
                    orders,
                    "{list: []}",
                    "{$set: {v: {z: 1, b: 1}, 'n.o.z': 1, 'n.o.b': 1}, $push: {list: {z: 1, b: 1}}}",
                    "{_id: 1, list: [{z: 1, b: 1}], n: {o: {b: 1, z: 1}}, v: {z: 1, b: 1}}");
            if (server.majorVersion() >= 5) {
                assertOrder(
                        orders,
                        "{m: {}}",
                        "{$set: {'m.10': 1, 'm.9': 1, 'm.a': 1}}",
                        "{_id: 1, m: {'9': 1, '10': 1, a: 1}}");
            }
            orders.updateOne(
                    and(eq("_id", 2), eq("k", 1)),
                    Updates.combine(Updates.setOnInsert("a", 1), Updates.set("z", 1), Updates.set("b", 1)),
                    new UpdateOptions().upsert(true));
            assertThat(Objects.requireNonNull(orders.find(eq(2)).first()).keySet())
                    .containsExactly("_id", "k", "a", "b", "z");
        });
    }

    private static void assertOrder(MongoCollection<Document> orders, String before, String update, String after) {
        assertUpdated(orders, before, update, after);
        assertThat(Objects.requireNonNull(orders.find(eq(1)).first()).toJson())
                .as("%s of %s", update, before)
                .isEqualTo(Document.parse(after).toJson());
    }

    private static void assertUpdated(MongoCollection<Document> orders, String before, String update, String after) {
        MongoCollection<BsonDocument> documents = orders.withDocumentClass(BsonDocument.class);
        documents.deleteMany(new BsonDocument());
        documents.insertOne(BsonDocument.parse(before).append("_id", new BsonInt32(1)));
        documents.updateOne(eq(1), BsonDocument.parse(update));
        assertThat(documents.find().first())
                .as("%s of %s", update, before)
                .isEqualTo(BsonDocument.parse(after).append("_id", new BsonInt32(1)));
    }

    private static String assertRefused(MongoCollection<Document> orders, String before, String update, int code) {
        BsonDocument document = BsonDocument.parse(before).append("_id", new BsonInt32(1));
        MongoCollection<BsonDocument> documents = orders.withDocumentClass(BsonDocument.class);
        documents.deleteMany(new BsonDocument());
        documents.insertOne(document);
        MongoWriteException refusal = Objects.requireNonNull(
                catchThrowableOfType(
                        MongoWriteException.class, () -> documents.updateOne(eq(1), BsonDocument.parse(update))),
                () -> update + " of " + before + " is not refused");
        assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(documents.find().first()).isEqualTo(document);
        return Objects.requireNonNull(refusal.getMessage());
    }

    private static BsonValue value(String json) {
        return Objects.requireNonNull(BsonDocument.parse("{v: " + json + "}").get("v"));
    }
}
