package io.penstock.embedded.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.FullDocument;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a driver is told to do about an error. */
class ErrorLabelsIT {
    private static final String CHANGES = "{aggregate: 'orders', pipeline: [{$changeStream: {}}], cursor: {}}";

    private final MongoStandIn standIn = MongoStandIn.start(StandInOptions.defaults());
    private final MongoClient client = MongoClients.create(standIn.uri());
    private final MongoDatabase shop = client.getDatabase("shop");
    private final MongoCollection<Document> orders = shop.getCollection("orders");

    @AfterEach
    void stop() {
        client.close();
        standIn.close();
    }

    @ParameterizedTest
    @CsvSource({
        "133, FailedToSatisfyReadPreference",
        "234, RetryChangeStream",
        "13388, StaleConfig",
        "6, HostUnreachable",
        "262, ExceededTimeLimit",
        "9001, SocketException"
    })
    void whatPasses_should_beResumable_forAChangeStreamAlone(int code, String name) {
        standIn.faults().refuseOnce("aggregate", code, "not now");
        MongoCommandException stream = refusal(CHANGES);
        assertThat(stream.getErrorCode()).isEqualTo(code);
        assertThat(stream.getErrorCodeName()).isEqualTo(name);
        assertThat(stream.getErrorLabels()).containsExactly("ResumableChangeStreamError");

        standIn.faults().refuseOnce("aggregate", code, "not now");
        assertThat(refusal("{aggregate: 'orders', pipeline: [{$match: {}}], cursor: {}}")
                        .getErrorLabels())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {133, 234, 150})
    void changeStream_should_goOn_afterWhatPasses(int code) {
        try (var stream = orders.watch().cursor()) {
            standIn.faults().refuseOnce("getMore", code, "not now");
            orders.insertOne(new Document("_id", 1));

            assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 1));
        }
    }

    @Test
    void cursorOfAQuery_should_notBeCalledAChangeStream() {
        orders.insertOne(new Document("_id", 1));
        orders.insertOne(new Document("_id", 2));
        long id = shop.runCommand(Document.parse("{find: 'orders', batchSize: 1}"))
                .get("cursor", Document.class)
                .getLong("id");
        standIn.faults().refuseOnce("getMore", 133, "not now");

        assertThat(catchThrowableOfType(
                                MongoException.class,
                                () -> shop.runCommand(new Document("getMore", id).append("collection", "orders")))
                        .getErrorLabels())
                .isEmpty();
    }

    @Test
    void cursorThatIsGone_should_haveNoLabel() {
        assertThat(refusal("{getMore: 5, collection: 'orders'}").getErrorLabels())
                .isEmpty();
    }

    @Test
    void tokenOfAnInvalidate_should_haveNoLabel() {
        BsonDocument token;
        try (var stream = orders.watch().cursor()) {
            orders.insertOne(new Document("_id", 1));
            orders.drop();
            stream.next();
            stream.next();
            token = stream.next().getResumeToken();
        }

        MongoException error = catchThrowableOfType(
                MongoException.class, () -> orders.watch().resumeAfter(token).cursor());
        assertThat(error.getCode()).isEqualTo(260);
        assertThat(error.getErrorLabels()).isEmpty();
    }

    @Test
    void imageThatIsNotThere_should_haveNoLabel() {
        orders.insertOne(new Document("_id", 1));
        try (var stream = orders.watch().fullDocument(FullDocument.REQUIRED).cursor()) {
            orders.updateOne(new Document("_id", 1), Updates.set("n", 1));

            MongoException error = catchThrowableOfType(MongoException.class, stream::next);
            assertThat(error.getCode()).isEqualTo(47);
            assertThat(error.getErrorLabels()).isEmpty();
        }
    }

    @Test
    void unknownNumber_should_beItsOwnName() {
        standIn.faults().refuseOnce("find", 4_711, "not ever");

        assertThat(refusal("{find: 'orders'}").getErrorCodeName()).isEqualTo("Location4711");
    }

    private MongoCommandException refusal(String command) {
        return catchThrowableOfType(MongoCommandException.class, () -> shop.runCommand(Document.parse(command)));
    }
}
