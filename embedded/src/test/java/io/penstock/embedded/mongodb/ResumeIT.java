package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a change stream starts and goes on, and what each scope sees. */
class ResumeIT {

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_goOn_afterTheTokenOfAnyEvent(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            List<BsonDocument> tokens = new ArrayList<>();
            try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                    orders.watch().cursor()) {
                for (int i = 0; i < 5; i++) {
                    orders.insertOne(new Document("_id", i));
                    tokens.add(stream.next().getResumeToken());
                }
            }
            for (int i = 0; i < 4; i++) {
                assertThat(next(orders, tokens.get(i))).isEqualTo(i + 1);
            }
            try (var stream = orders.watch().startAfter(tokens.get(3)).cursor()) {
                assertThat(id(stream.next())).isEqualTo(4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_moveTheTokenOn_when_othersAreChanged(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            MongoCollection<Document> orders = database.getCollection("orders");
            orders.insertOne(new Document("_id", 0));
            try (var stream =
                    orders.watch().maxAwaitTime(20, TimeUnit.MILLISECONDS).cursor()) {
                stream.tryNext();
                String before = data(token(stream));
                database.getCollection("others").insertOne(new Document());
                org.awaitility.Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> {
                    assertThat(stream.tryNext()).isNull();
                    return data(token(stream)).compareTo(before) > 0;
                });
                BsonDocument mark = token(stream);
                orders.insertOne(new Document("_id", 1));
                assertThat(next(orders, mark)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_start_atAnOperationTime(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            org.bson.BsonTimestamp time;
            try (var stream = orders.watch().cursor()) {
                orders.insertOne(new Document("_id", 0));
                time = stream.next().getClusterTime();
            }
            orders.insertOne(new Document("_id", 1));
            try (var stream = orders.watch().startAtOperationTime(time).cursor()) {
                assertThat(id(stream.next())).isZero();
                assertThat(id(stream.next())).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_refuse_tokensThatAreNone(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            assertThatThrownBy(() -> next(orders, BsonDocument.parse("{_data: 'no hex'}")))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(9));
            assertThatThrownBy(() -> next(orders, BsonDocument.parse("{other: 1}")))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(40647));
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_endACollectionsStream_when_itIsDropped_andGoOnAfterwards(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            orders.insertOne(new Document("_id", 0));
            BsonDocument end;
            try (var stream = orders.watch().cursor()) {
                orders.drop();
                assertThat(stream.next().getOperationType()).isEqualTo(OperationType.DROP);
                ChangeStreamDocument<Document> invalidate = stream.next();
                assertThat(invalidate.getOperationType()).isEqualTo(OperationType.INVALIDATE);
                end = invalidate.getResumeToken();
                assertThat(stream.getServerCursor()).isNull();
            }
            orders.insertOne(new Document("_id", 1));
            assertThatThrownBy(() -> next(orders, end))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(260));
            try (var stream = orders.watch().startAfter(end).cursor()) {
                assertThat(id(stream.next())).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_endAgain_when_itIsToGoOnAfterTheDrop(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            MongoCollection<Document> orders = database.getCollection("orders");
            orders.insertOne(new Document("_id", 0));
            BsonDocument drop;
            BsonDocument dropDatabase;
            try (var stream = orders.watch().cursor();
                    var whole = database.watch().cursor()) {
                database.drop();
                drop = stream.next().getResumeToken();
                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.DROP);
                dropDatabase = whole.next().getResumeToken();
            }
            orders.insertOne(new Document("_id", 1));
            for (BsonDocument token : List.of(drop, dropDatabase)) {
                try (var stream = token.equals(drop)
                        ? orders.watch().resumeAfter(token).cursor()
                        : database.watch().startAfter(token).cursor()) {
                    assertThat(stream.next().getOperationType()).isEqualTo(OperationType.INVALIDATE);
                    assertThat(stream.getServerCursor()).isNull();
                }
            }
            try (var whole = database.watch().resumeAfter(drop).cursor()) {
                assertThat(whole.next().getOperationType())
                        .as("a drop is no end of a database's stream")
                        .isEqualTo(OperationType.DROP_DATABASE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_bringThePlaceOfTheEnd_to_whoHasItFiltered(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            database.getCollection("orders").insertOne(new Document("_id", 0));
            List<Document> inserts = List.of(new Document("$match", new Document("operationType", "insert")));
            BsonDocument end;
            try (var stream = database.watch(inserts).cursor()) {
                database.drop();
                org.awaitility.Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> {
                    assertThat(stream.tryNext()).isNull();
                    return stream.getServerCursor() == null;
                });
                assertThat(stream.tryNext()).isNull();
                end = token(stream);
            }
            assertThatThrownBy(() -> database.watch(inserts).resumeAfter(end).cursor())
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(260));
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_see_whatIsInItsScope(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            MongoCollection<Document> orders = database.getCollection("orders");
            MongoCollection<Document> elsewhere =
                    server.client().getDatabase("resume-other").getCollection("orders");
            elsewhere.drop();
            try (var collection = orders.watch().cursor();
                    var whole = database.watch().cursor();
                    var all = server.client().watch().cursor()) {
                elsewhere.insertOne(new Document("_id", "elsewhere"));
                database.getCollection("others").insertOne(new Document("_id", "other"));
                orders.insertOne(new Document("_id", "order"));
                assertThat(idValue(all.next())).isEqualTo("elsewhere");
                assertThat(idValue(all.next())).isEqualTo("other");
                assertThat(idValue(all.next())).isEqualTo("order");
                assertThat(idValue(whole.next())).isEqualTo("other");
                assertThat(idValue(collection.next())).isEqualTo("order");
                assertThat(idValue(whole.next())).isEqualTo("order");
                database.drop();
                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.DROP);
                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.DROP);
                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.DROP_DATABASE);
                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.INVALIDATE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_tellNothing_of_anUpdateThatChangesNothing(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            orders.insertOne(new Document("_id", 0).append("a", 1));
            try (var stream = orders.watch().cursor()) {
                assertThat(orders.updateOne(eq(0), Updates.set("a", 1)).getModifiedCount())
                        .isZero();
                orders.replaceOne(eq(0), new Document("a", 1));
                orders.updateOne(eq("none"), Updates.set("a", 1));
                orders.updateOne(eq(0), Updates.set("a", 2L));
                ChangeStreamDocument<Document> event = stream.next();
                assertThat(event.getUpdateDescription()).isNotNull();
                assertThat(event.getUpdateDescription().getUpdatedFields())
                        .isEqualTo(BsonDocument.parse("{a: {$numberLong: '2'}}"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_notFindTheToken_ofAnEventOutsideOfItsScope(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            MongoCollection<Document> orders = database.getCollection("orders");
            BsonDocument ofOther = tokenOfAnInsert(database, "others");
            orders.insertOne(new Document("_id", 1));

            assertThatThrownBy(() -> next(orders, ofOther)).satisfies(ResumeIT::isNotFound);
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_notFindTheToken_ofAnEventThatIsFiltered(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            MongoCollection<Document> orders = database.getCollection("orders");
            BsonDocument ofOther = tokenOfAnInsert(database, "others");
            try (var stream = database.watch(ordersAlone(database))
                    .resumeAfter(ofOther)
                    .maxAwaitTime(20, TimeUnit.MILLISECONDS)
                    .cursor()) {
                // Nothing is said of it before there is something to tell.
                assertThat(stream.tryNext()).isNull();
                database.getCollection("others").insertOne(new Document());
                assertThat(stream.tryNext()).isNull();
                orders.insertOne(new Document("_id", 1));

                // Only from 6.0 on the filter comes before the search for the token.
                if (server.majorVersion() >= 6) {
                    assertThatThrownBy(stream::next).satisfies(ResumeIT::isNotFound);
                } else {
                    assertThat(id(stream.next())).isEqualTo(1);
                }
            }
        }
    }

    /** The event at the token is made anew, of the document as it is by now. */
    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_notFindTheToken_ofAnUpdateWhoseDocumentIsFilteredByNow(TestServer server) {
        try (server) {
            MongoCollection<Document> orders = fresh(server).getCollection("orders");
            orders.insertOne(new Document("_id", 1));
            var paid = orders.watch(List.of(new Document("$match", new Document("fullDocument.status", "paid"))))
                    .fullDocument(FullDocument.UPDATE_LOOKUP);
            try (var stream = paid.cursor()) {
                orders.updateOne(eq(1), Updates.set("status", "paid"));
                paid.resumeAfter(stream.next().getResumeToken());
            }
            orders.updateOne(eq(1), Updates.set("status", "shipped"));
            orders.insertOne(new Document("_id", 2).append("status", "paid"));
            if (server.majorVersion() >= 6) {
                assertThatThrownBy(() -> paid.cursor().next()).satisfies(ResumeIT::isNotFound);
            } else {
                assertThat(id(paid.cursor().next())).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_goOn_fromTheTimeOfAnEventThatIsFiltered(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            BsonDocument ofOther = tokenOfAnInsert(database, "others");
            database.getCollection("orders").insertOne(new Document("_id", 1));
            String time = data(ofOther).substring(0, 18);
            String mark = time + (data(ofOther).startsWith("2B04", 18) ? "2B0429296E1404" : "2B0229296E04");

            try (var stream = database.watch(ordersAlone(database))
                    .resumeAfter(new BsonDocument("_data", new BsonString(mark)))
                    .cursor()) {
                assertThat(id(stream.next())).isEqualTo(1);
            }
        }
    }

    private static List<Document> ordersAlone(MongoDatabase database) {
        Document orders = new Document("db", database.getName()).append("coll", "orders");
        return List.of(new Document("$match", new Document("ns", new Document("$in", List.of(orders)))));
    }

    private static BsonDocument tokenOfAnInsert(MongoDatabase database, String collection) {
        try (var stream = database.watch().cursor()) {
            database.getCollection(collection).insertOne(new Document());
            return stream.next().getResumeToken();
        }
    }

    private static void isNotFound(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        e -> assertThat(e.getCode()).isEqualTo(280))
                .hasMessageContaining("cannot resume stream; the resume token was not found. {_data: ");
    }

    private static MongoDatabase fresh(TestServer server) {
        MongoDatabase database = server.client().getDatabase("resume");
        database.drop();
        return database;
    }

    private static int next(MongoCollection<Document> collection, BsonDocument token) {
        try (var stream = collection.watch().resumeAfter(token).cursor()) {
            return id(stream.next());
        }
    }

    private static int id(ChangeStreamDocument<Document> event) {
        return Objects.requireNonNull(event.getDocumentKey()).getInt32("_id").getValue();
    }

    private static String idValue(ChangeStreamDocument<Document> event) {
        return Objects.requireNonNull(event.getDocumentKey()).getString("_id").getValue();
    }

    private static BsonDocument token(MongoChangeStreamCursor<?> stream) {
        return Objects.requireNonNull(stream.getResumeToken());
    }

    private static String data(BsonDocument token) {
        return token.getString("_data").getValue();
    }

    @ParameterizedTest
    @MethodSource("io.penstock.embedded.mongodb.TestServer#all")
    void should_tellARenameAlone_thatDropsItsTarget(TestServer server) {
        try (server) {
            MongoDatabase database = fresh(server);
            database.getCollection("orders").insertOne(new Document("_id", 0));
            database.getCollection("others").insertOne(new Document("_id", 1));
            try (var target = database.getCollection("others").watch().cursor();
                    var whole = database.watch().cursor()) {
                database.getCollection("orders")
                        .renameCollection(
                                new MongoNamespace(database.getName(), "others"),
                                new RenameCollectionOptions().dropTarget(true));
                database.getCollection("others").insertOne(new Document("_id", 2));

                assertThat(whole.next().getOperationType()).isEqualTo(OperationType.RENAME);
                assertThat(id(whole.next())).isEqualTo(2);
                assertThat(target.next().getOperationType()).isEqualTo(OperationType.RENAME);
                assertThat(target.next().getOperationType()).isEqualTo(OperationType.INVALIDATE);
            }
            assertThat(database.listCollectionNames()).containsExactly("others");
            assertThat(database.getCollection("others").countDocuments()).isEqualTo(2);
        }
    }
}
