package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.UpdateDescription;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an ordinary driver writes, what it is answered, and what the change stream tells of it. */
class DriverWritesIT {
    private static final String SERVERS = "io.penstock.embedded.mongodb.TestServer#all";

    @ParameterizedTest
    @MethodSource(SERVERS)
    void findAndModify_should_giveWhatItIsAskedFor(TestServer server) {
        server.withCollection(orders -> {
            Document inserted = orders.findOneAndUpdate(
                    and(eq("_id", 1), eq("kind", "new")),
                    Updates.combine(Updates.set("n", 1), Updates.setOnInsert("made", "here")),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            assertThat(inserted)
                    .isEqualTo(new Document("_id", 1)
                            .append("kind", "new")
                            .append("made", "here")
                            .append("n", 1));
            assertThat(orders.findOneAndUpdate(
                            eq("_id", 2), Updates.set("n", 2), new FindOneAndUpdateOptions().upsert(true)))
                    .isNull();
            assertThat(orders.findOneAndUpdate(eq("_id", 3), Updates.set("n", 3)))
                    .isNull();

            Document newest = orders.findOneAndUpdate(
                    gt("n", 0),
                    Updates.inc("n", 10),
                    new FindOneAndUpdateOptions()
                            .sort(Sorts.descending("n"))
                            .projection(Projections.include("n"))
                            .returnDocument(ReturnDocument.AFTER));
            assertThat(newest).isEqualTo(new Document("_id", 2).append("n", 12));

            Document before = orders.findOneAndReplace(
                    eq("_id", 2), new Document("replaced", true), new FindOneAndReplaceOptions().upsert(true));
            assertThat(before).isEqualTo(new Document("_id", 2).append("n", 12));
            assertThat(orders.findOneAndDelete(
                            gt("_id", 0), new FindOneAndDeleteOptions().sort(Sorts.descending("_id"))))
                    .isEqualTo(new Document("_id", 2).append("replaced", true));
            assertThat(orders.findOneAndDelete(eq("_id", 2))).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void bulkWrite_should_stopAtItsFirstError_when_ordered(TestServer server) {
        server.withCollection(orders -> {
            List<com.mongodb.client.model.WriteModel<Document>> writes = List.of(
                    new InsertOneModel<>(new Document("_id", 1)),
                    new InsertOneModel<>(new Document("_id", 1)),
                    new InsertOneModel<>(new Document("_id", 2)));
            assertThatThrownBy(() -> orders.bulkWrite(writes))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                        assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                            assertThat(error.getIndex()).isEqualTo(1);
                            assertThat(error.getCode()).isEqualTo(11000);
                        });
                        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1);
                    });
            assertThat(orders.countDocuments()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void bulkWrite_should_goOnAfterErrors_when_unordered(TestServer server) {
        server.withCollection(orders -> {
            List<com.mongodb.client.model.WriteModel<Document>> writes = List.of(
                    new InsertOneModel<>(new Document("_id", 1)),
                    new InsertOneModel<>(new Document("_id", 1)),
                    new InsertOneModel<>(new Document("_id", 2)),
                    new InsertOneModel<>(new Document("_id", 2)),
                    new UpdateOneModel<>(eq(9), Updates.set("n", 9), new UpdateOptions().upsert(true)),
                    new UpdateManyModel<>(new Document(), Updates.set("all", true)),
                    new ReplaceOneModel<>(eq(1), new Document("n", 1)),
                    new DeleteManyModel<>(eq("n", 9)));
            assertThatThrownBy(() -> orders.bulkWrite(writes, new BulkWriteOptions().ordered(false)))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                        assertThat(e.getWriteErrors())
                                .extracting(error -> error.getIndex())
                                .containsExactly(1, 3);
                        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
                        assertThat(e.getWriteResult().getModifiedCount()).isEqualTo(4);
                        assertThat(e.getWriteResult().getUpserts()).hasSize(1);
                        assertThat(e.getWriteResult().getDeletedCount()).isEqualTo(1);
                    });
            assertThat(orders.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
                    .containsExactly(new Document("_id", 1).append("n", 1), new Document("_id", 2).append("all", true));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void arrays_should_beChanged_byPlaceAndByFilter(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 1)
                    .append("items", List.of(item("a", 1), item("b", 2), item("b", 3)))
                    .append("grades", List.of(80, 95, 100)));
            try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                    orders.watch().cursor()) {
                orders.updateOne(and(eq("_id", 1), eq("items.sku", "b")), Updates.set("items.$.qty", 20));
                assertThat(updated(stream)).isEqualTo(BsonDocument.parse("{\"items.1.qty\": 20}"));
                orders.updateOne(
                        and(eq("_id", 1), elemMatch("items", and(eq("sku", "b"), gt("qty", 2)))),
                        Updates.inc("items.$.qty", 1));
                assertThat(updated(stream)).isEqualTo(BsonDocument.parse("{\"items.1.qty\": 21}"));
                orders.updateOne(eq(1), Updates.set("items.$[].seen", true));
                assertThat(updated(stream))
                        .isEqualTo(BsonDocument.parse(
                                "{\"items.0.seen\": true, \"items.1.seen\": true, \"items.2.seen\": true}"));
                orders.updateOne(
                        eq(1),
                        Updates.set("grades.$[high]", 90),
                        new UpdateOptions().arrayFilters(List.of(new Document("high", new Document("$gt", 90)))));
                assertThat(updated(stream)).isEqualTo(BsonDocument.parse("{\"grades.1\": 90, \"grades.2\": 90}"));
                orders.updateOne(
                        eq(1),
                        Updates.inc("items.$[b].qty", 1),
                        new UpdateOptions().arrayFilters(List.of(new Document("b.sku", "b"))));
                assertThat(updated(stream)).isEqualTo(BsonDocument.parse("{\"items.1.qty\": 22, \"items.2.qty\": 4}"));
                orders.updateOne(eq(1), Updates.pull("grades", 90));
                assertThat(updated(stream)).isEqualTo(BsonDocument.parse("{\"grades\": [80]}"));
                orders.updateOne(eq(1), Updates.addToSet("grades", 80));
                orders.updateOne(eq(1), Updates.addToSet("grades", 81));
                orders.updateOne(eq(1), Updates.popFirst("grades"));
                orders.updateOne(eq(1), Updates.pushEach("grades", List.of(1, 2, 3), new PushOptions().slice(-2)));
                orders.updateOne(
                        eq(1),
                        Updates.pushEach(
                                "grades",
                                List.of(9, 7),
                                new PushOptions().position(0).sort(1)));
            }
            assertThat(Objects.requireNonNull(orders.find().first()).getList("grades", Integer.class))
                    .containsExactly(2, 3, 7, 9);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void fields_should_beRemovedAndRenamed(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(new Document("_id", 1)
                    .append("a", 1)
                    .append("b", new Document("c", 1).append("d", 2))
                    .append("e", 5));
            try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                    orders.watch().cursor()) {
                orders.updateOne(eq(1), Updates.combine(Updates.unset("a"), Updates.unset("b.c")));
                assertThat(described(stream.next()).getRemovedFields()).containsExactly("a", "b.c");
                orders.updateOne(eq(1), Updates.rename("e", "f"));
                UpdateDescription renamed = described(stream.next());
                assertThat(renamed.getRemovedFields()).containsExactly("e");
                assertThat(renamed.getUpdatedFields()).isEqualTo(new BsonDocument("f", new BsonInt32(5)));
            }
            assertThat(orders.find().first())
                    .isEqualTo(new Document("_id", 1)
                            .append("b", new Document("d", 2))
                            .append("f", 5));
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void pipelines_should_changeDocuments(TestServer server) {
        server.withCollection(orders -> {
            orders.insertOne(
                    new Document("_id", 1).append("price", 10).append("qty", 3).append("old", true));
            UpdateResult result = orders.updateOne(
                    eq(1),
                    List.of(
                            new Document(
                                    "$set",
                                    new Document("total", new Document("$multiply", List.of("$price", "$qty")))),
                            new Document("$unset", "old")));
            assertThat(result.getModifiedCount()).isEqualTo(1);
            orders.updateOne(
                    eq("_id", 2),
                    List.of(new Document("$set", new Document("n", 1))),
                    new UpdateOptions().upsert(true));
            assertThat(orders.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
                    .containsExactly(
                            new Document("_id", 1)
                                    .append("price", 10)
                                    .append("qty", 3)
                                    .append("total", 30),
                            new Document("_id", 2).append("n", 1));
            assertThat(orders.updateMany(new Document(), List.of(new Document("$set", new Document("n", 1))))
                            .getModifiedCount())
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void abortedTransaction_should_leaveEverythingAsItWas(TestServer server) {
        server.withCollection(orders -> {
            orders.insertMany(List.of(new Document("_id", 1).append("n", 1), new Document("_id", 2).append("n", 2)));
            try (ClientSession session = server.client().startSession();
                    MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                            orders.watch().cursor()) {
                session.startTransaction();
                orders.insertOne(session, new Document("_id", 3));
                orders.updateOne(session, eq(3), Updates.set("n", 3));
                orders.updateOne(session, eq(1), Updates.set("n", 10));
                orders.deleteOne(session, eq(1));
                orders.replaceOne(session, eq(2), new Document("other", true));
                session.abortTransaction();
                assertThat(orders.find().sort(Sorts.ascending("_id")).into(new ArrayList<>()))
                        .containsExactly(new Document("_id", 1).append("n", 1), new Document("_id", 2).append("n", 2));
                orders.deleteOne(eq(2));
                assertThat(stream.next().getOperationTypeString()).isEqualTo("delete");
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void rejectedUpdates_should_leaveTheDocumentAsItWas(TestServer server) {
        server.withCollection(orders -> {
            Document document = new Document("_id", 1).append("n", "text").append("list", List.of(1));
            orders.insertOne(document);
            List<org.bson.conversions.Bson> wrong = List.of(
                    Updates.combine(Updates.set("a", 1), Updates.inc("n", 1)),
                    Updates.set("_id", 2),
                    Updates.combine(Updates.set("a", 1), Updates.set("a.b", 1)),
                    new Document("$push", new Document("n", 1)),
                    new Document("$nonsense", new Document("n", 1)));
            for (org.bson.conversions.Bson update : wrong) {
                assertThatThrownBy(() -> orders.updateOne(eq(1), update))
                        .as(update.toString())
                        .isInstanceOf(MongoWriteException.class);
                assertThat(orders.find().first()).isEqualTo(document);
            }
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void queries_should_findWhatDriversAskFor(TestServer server) {
        server.withCollection(orders -> {
            for (int i = 0; i < 10; i++) {
                orders.insertOne(new Document("_id", i).append("name", "n" + i).append("even", i % 2 == 0));
            }
            assertThat(orders.find(eq("name", Pattern.compile("^N[12]$", Pattern.CASE_INSENSITIVE)))
                            .into(new ArrayList<>()))
                    .hasSize(2);
            assertThat(orders.countDocuments(eq("even", true))).isEqualTo(5);
            assertThat(orders.estimatedDocumentCount()).isEqualTo(10);
            assertThat(orders.distinct("even", Boolean.class).into(new ArrayList<>()))
                    .hasSize(2);
            assertThat(orders.find()
                            .sort(Sorts.descending("_id"))
                            .skip(2)
                            .limit(3)
                            .batchSize(2)
                            .map(found -> found.getInteger("_id"))
                            .into(new ArrayList<>()))
                    .containsExactly(7, 6, 5);
            assertThat(orders.aggregate(List.of(
                                    new Document("$match", new Document("even", true)),
                                    new Document(
                                            "$group", new Document("_id", null).append("n", new Document("$sum", 1)))))
                            .first())
                    .containsEntry("n", 5);
        });
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void samples_should_beDrawnAgainAndAgain(TestServer server) {
        server.withCollection(orders -> {
            orders.insertMany(IntStream.range(0, 300)
                    .mapToObj(i -> new Document("_id", i))
                    .toList());
            for (int round = 0; round < 100; round++) {
                assertThat(orders.aggregate(
                                        List.of(Aggregates.sample(100), Aggregates.project(Projections.include("_id"))))
                                .into(new ArrayList<>()))
                        .hasSize(100)
                        .doesNotHaveDuplicates();
            }
        });
    }

    private static Document item(String sku, int quantity) {
        return new Document("sku", sku).append("qty", quantity);
    }

    private static BsonDocument updated(MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream) {
        return Objects.requireNonNull(described(stream.next()).getUpdatedFields());
    }

    private static UpdateDescription described(ChangeStreamDocument<Document> event) {
        return Objects.requireNonNull(event.getUpdateDescription());
    }
}
