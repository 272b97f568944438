package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.FullDocument;
import io.penstock.embedded.mongodb.oplog.ResumeToken;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operations of which the events of a real server were recorded give the same events. */
class RecordedEventsIT {
    private static final ObjectId OBJECT_ID = new ObjectId("507f1f77bcf86cd799439011");

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_tellTheSameEvents_as_theServerThatWasRecorded(TestServer server) {
        try (server) {
            MongoDatabase facts = server.client().getDatabase("facts");
            facts.drop();
            facts.createCollection("orders");
            List<BsonDocument> events;
            try (MongoCursor<BsonDocument> stream = raw(facts.watch()).cursor()) {
                liveALife(server.client(), facts);
                events = take(stream, 31);
            }

            List<BsonDocument> expected = Fixtures.read("change-events.jsonl").stream()
                    .map(event -> asToldBy(server, event))
                    .toList();
            for (int i = 0; i < expected.size(); i++) {
                BsonDocument event = events.get(i);
                assertThat(comparable(event)).as("event %d", i + 1).isEqualTo(comparable(expected.get(i)));
                assertThat(event.containsKey("wallTime")).isEqualTo(server.majorVersion() >= 6);
                if (server.majorVersion() >= 6) {
                    assertThat(event.keySet()).containsSequence("operationType", "clusterTime", "wallTime");
                }
            }
            assertThat(events.stream().map(RecordedEventsIT::token)).isSorted().doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_tellATransaction_atItsCommit_andNothingOfOneThatIsAborted(TestServer server) {
        try (server) {
            MongoDatabase facts = server.client().getDatabase("facts");
            facts.drop();
            MongoCollection<Document> txn = facts.getCollection("txn");
            txn.insertMany(List.of(new Document("_id", 1), new Document("_id", 77)));
            List<BsonDocument> events;
            try (MongoCursor<BsonDocument> stream = raw(facts.watch()).cursor();
                    ClientSession session = server.client().startSession()) {
                session.startTransaction();
                txn.updateOne(session, eq(1), Updates.set("aborted", true));
                txn.insertOne(session, new Document("_id", 300));
                txn.deleteOne(session, eq(77));
                session.abortTransaction();
                assertThat(txn.find().into(new ArrayList<>()))
                        .containsExactly(new Document("_id", 1), new Document("_id", 77));

                session.startTransaction();
                transaction(txn, session);
                session.commitTransaction();
                txn.insertOne(new Document("_id", "after"));
                events = take(stream, 5);
            }

            List<BsonDocument> expected = Fixtures.read("transaction.jsonl");
            for (int i = 0; i < expected.size(); i++) {
                BsonDocument event = events.get(i);
                assertThat(comparable(event)).isEqualTo(comparable(expected.get(i)));
                assertThat(event.get("clusterTime")).isEqualTo(events.get(0).get("clusterTime"));
                assertThat(event.getDocument("lsid").keySet()).containsExactlyInAnyOrder("id", "uid");
                assertThat(ResumeToken.parse(new de.bwaldvogel.mongo.bson.Document("_data", token(event)))
                                .position()
                                .operation())
                        .isEqualTo(i);
            }
            assertThat(events.get(4)).doesNotContainKeys("lsid", "txnNumber");
            assertThat(events.get(0).get("fullDocument"))
                    .as("an update is told with the document as it is when it is looked up")
                    .isEqualTo(BsonDocument.parse("{_id: 1, t: 2}"));
        }
    }

    private static void liveALife(MongoClient client, MongoDatabase facts) {
        MongoCollection<Document> orders = facts.getCollection("orders");
        orders.insertOne(new Document("_id", 1)
                .append("customerId", "c1")
                .append("status", "placed")
                .append("total", Decimal128.parse("12.50"))
                .append("at", new BsonDateTime(1_700_000_000_000L))
                .append("n", 5L)
                .append("items", List.of(item("a", 1), item("b", 2))));
        orders.insertMany(List.of(new Document("_id", 2).append("x", 1), new Document("_id", 3).append("x", 1)));
        orders.insertOne(new Document("_id", OBJECT_ID).append("x", 1));
        orders.updateOne(eq(1), Updates.set("status", "paid"));
        orders.updateOne(eq(1), Updates.combine(Updates.set("address.city", "Oslo"), Updates.unset("n")));
        orders.updateOne(eq(1), Updates.push("items", item("c", 3)));
        orders.updateOne(eq(1), Updates.pull("items", new Document("sku", "a")));
        orders.updateOne(eq(1), Updates.inc("items.0.qty", 4));
        orders.updateOne(eq(1), Updates.set("status", "paid"));
        orders.updateOne(
                eq(1),
                List.of(new Document("$set", new Document("computed", new Document("$add", List.of("$total", 1))))));
        orders.replaceOne(eq(2), new Document("y", 2));
        orders.findOneAndUpdate(eq(3), Updates.set("x", 9));
        orders.findOneAndReplace(eq(3), new Document("z", 1));
        orders.findOneAndDelete(eq(3));
        orders.updateOne(eq(77), Updates.set("up", 1), new UpdateOptions().upsert(true));
        orders.updateMany(eq("x", 1), Updates.set("many", true));
        orders.bulkWrite(List.of(
                new InsertOneModel<>(new Document("_id", 100)),
                new UpdateOneModel<>(eq(100), Updates.set("b", 1)),
                new DeleteOneModel<>(eq(100))));
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            transaction(orders, session);
            session.commitTransaction();
        }
        orders.deleteMany(new Document());
        orders.insertOne(new Document("_id", 1).append("again", true));
        facts.getCollection("other").insertOne(new Document("_id", 1));
        orders.renameCollection(new MongoNamespace("facts", "orders2"));
        facts.getCollection("orders2").drop();
    }

    private static void transaction(MongoCollection<Document> collection, ClientSession session) {
        collection.updateOne(session, eq(1), Updates.set("t", 1));
        collection.updateOne(session, eq(1), Updates.set("t", 2));
        collection.insertOne(session, new Document("_id", 200));
        collection.deleteOne(session, eq(77));
    }

    private static Document item(String sku, int quantity) {
        return new Document("sku", sku).append("qty", quantity);
    }

    private static MongoIterable<BsonDocument> raw(ChangeStreamIterable<Document> stream) {
        return stream.fullDocument(FullDocument.UPDATE_LOOKUP).withDocumentClass(BsonDocument.class);
    }

    private static List<BsonDocument> take(MongoCursor<BsonDocument> stream, int count) {
        List<BsonDocument> events = new ArrayList<>();
        while (events.size() < count) {
            events.add(stream.next());
        }
        return events;
    }

    private static String token(BsonDocument event) {
        return event.getDocument("_id").getString("_data").getValue();
    }

    /** What newer servers say otherwise: from 5.0 on the oplog holds differences between documents. */
    private static BsonDocument asToldBy(TestServer server, BsonDocument recorded) {
        if (server.majorVersion() < 5) {
            return recorded;
        }
        BsonDocument event = recorded.clone();
        if (event.get("updateDescription", BsonNull.VALUE) instanceof BsonDocument description
                && description.getDocument("updatedFields").containsKey("address.city")) {
            description.put("updatedFields", BsonDocument.parse("{address: {city: 'Oslo'}}"));
        }
        boolean byPipeline = event.getString("operationType").getValue().equals("replace")
                && event.getDocument("fullDocument").containsKey("computed");
        if (byPipeline) {
            event.put("operationType", new BsonString("update"));
            event.put(
                    "updateDescription",
                    BsonDocument.parse("{updatedFields: {computed: {$numberDecimal: '13.50'}}, removedFields: []}"));
        }
        return event;
    }

    /**
     * As text, for documents are equal whatever the order of their fields, and without what differs from run to run: times, ids
     * of sessions, and what an update's document is by now.
     */
    private static String comparable(BsonDocument event) {
        BsonDocument copy = event.clone();
        for (String varying : List.of("_id", "clusterTime", "lsid", "txnNumber")) {
            copy.computeIfPresent(varying, (name, value) -> new BsonString("some"));
        }
        copy.remove("wallTime");
        if (copy.getString("operationType").getValue().equals("update")) {
            assertThat(copy.put("fullDocument", new BsonString("looked up, or null")))
                    .isNotNull();
            copy.getDocument("updateDescription").remove("truncatedArrays", new BsonArray());
            copy.getDocument("updateDescription").remove("disambiguatedPaths");
        }
        return copy.toJson();
    }
}
