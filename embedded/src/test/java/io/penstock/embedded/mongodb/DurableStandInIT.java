package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.Updates;
import io.penstock.embedded.kafka.LoopbackPorts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stand-in that keeps its data goes on where it was. */
class DurableStandInIT {
    private final StandInOptions options;
    private final Path directory;

    DurableStandInIT(@TempDir Path directory) {
        this.directory = directory;
        this.options =
                StandInOptions.defaults().withPort(LoopbackPorts.choose()).withDirectory(directory);
    }

    @Test
    void should_haveDocumentsAndHistory_afterARestart() throws IOException {
        BsonDocument token;
        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri())) {
            MongoCollection<Document> orders = orders(client);
            try (var stream = orders.watch().cursor()) {
                orders.insertOne(new Document("_id", 1));
                token = stream.next().getResumeToken();
            }
            orders.insertMany(List.of(new Document("_id", 2), new Document("_id", 3)));
            orders.updateOne(eq(1), Updates.set("a", 1));
            orders.deleteOne(eq(2));
            try (ClientSession session = client.startSession()) {
                session.startTransaction();
                orders.updateOne(session, eq(3), Updates.set("t", 1));
                orders.updateOne(session, eq(3), Updates.set("t", 2));
                session.commitTransaction();
            }
        }
        Files.write(directory.resolve("mongodb-stand-in.bson"), new byte[] {99, 0, 0, 0, 3}, StandardOpenOption.APPEND);

        for (int restart = 0; restart < 2; restart++) {
            try (MongoStandIn standIn = MongoStandIn.start(options);
                    MongoClient client = MongoClients.create(standIn.uri())) {
                assertThat(orders(client).find().into(new ArrayList<>()))
                        .containsExactly(new Document("_id", 1).append("a", 1), new Document("_id", 3).append("t", 2));
                try (var stream = orders(client).watch().resumeAfter(token).cursor()) {
                    List<String> operations = new ArrayList<>();
                    while (operations.size() < 6) {
                        operations.add(stream.next().getOperationTypeString());
                    }
                    assertThat(operations).containsExactly("insert", "insert", "update", "delete", "update", "update");
                }
            }
        }
    }

    @Test
    void should_stillHaveForgotten_afterARestart() {
        BsonDocument token;
        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri())) {
            try (var stream = orders(client).watch().cursor()) {
                orders(client).insertOne(new Document("_id", 1));
                token = stream.next().getResumeToken();
            }
            standIn.faults().forgetHistory();
        }
        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri())) {
            assertThatThrownBy(() -> orders(client).watch().resumeAfter(token).cursor())
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            e -> assertThat(e.getCode()).isEqualTo(286));
            assertThat(orders(client).countDocuments()).isEqualTo(1);
        }
    }

    @Test
    void should_answerAndNotDoAgain_whatIsSentAgainAfterARestart() {
        Document increment = new Document("update", "orders")
                .append(
                        "updates",
                        List.of(new Document("q", new Document("_id", 1))
                                .append("u", new Document("$inc", new Document("n", 1)))))
                .append("txnNumber", 7L);
        Document insert = new Document("insert", "orders")
                .append("documents", List.of(new Document("_id", 2)))
                .append("txnNumber", 8L)
                .append("startTransaction", true)
                .append("autocommit", false);
        Document commit =
                new Document("commitTransaction", 1).append("txnNumber", 8L).append("autocommit", false);
        MongoStandIn standIn = MongoStandIn.start(options);
        try (MongoClient client = MongoClients.create(standIn.uri());
                ClientSession plain = client.startSession();
                ClientSession transaction = client.startSession()) {
            MongoDatabase shop = client.getDatabase("shop");
            orders(client).insertOne(new Document("_id", 1).append("n", 0));
            assertThat(shop.runCommand(plain, increment)).doesNotContainKey("retriedStmtIds");
            shop.runCommand(transaction, insert);
            client.getDatabase("admin").runCommand(transaction, commit);

            for (int restart = 0; restart < 2; restart++) {
                standIn = restarted(standIn, client);
                assertThat(shop.runCommand(plain, increment))
                        .containsEntry("nModified", 1)
                        .containsEntry("retriedStmtIds", List.of(0));
                client.getDatabase("admin").runCommand(transaction, commit);
            }
            assertThat(orders(client).find().into(new ArrayList<>()))
                    .containsExactly(new Document("_id", 1).append("n", 1), new Document("_id", 2));
        } finally {
            standIn.close();
        }
    }

    @Test
    void should_haveNothing_ofATransactionThatWasCutOff() throws IOException {
        BsonDocument token;
        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri());
                ClientSession session = client.startSession()) {
            try (var stream = orders(client).watch().cursor()) {
                orders(client).insertOne(new Document("_id", 0));
                token = stream.next().getResumeToken();
            }
            session.startTransaction();
            for (int i = 1; i <= 3; i++) {
                orders(client).insertOne(session, new Document("_id", i).append("text", "x".repeat(10_000)));
            }
            session.commitTransaction();
        }
        try (FileChannel file =
                FileChannel.open(directory.resolve("mongodb-stand-in.bson"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 15_000);
        }

        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri())) {
            assertThat(orders(client).find().into(new ArrayList<>())).containsExactly(new Document("_id", 0));
            try (var stream = orders(client).watch().resumeAfter(token).cursor()) {
                orders(client).insertOne(new Document("_id", 99));
                assertThat(stream.next().getFullDocument()).isEqualTo(new Document("_id", 99));
            }
        }
    }

    @Test
    void should_beFoundByItsClients_afterAnElectionAndARestart() {
        MongoStandIn standIn = MongoStandIn.start(options);
        try (MongoClient client = MongoClients.create(standIn.uri())) {
            orders(client).insertOne(new Document("_id", 1));
            standIn.faults().stepDown();
            standIn.faults().stepUp();
            orders(client).insertOne(new Document("_id", 2));
            String before = electionId(client);

            for (int restart = 0; restart < 2; restart++) {
                standIn = restarted(standIn, client);
                assertThat(electionId(client)).isGreaterThan(before);
                before = electionId(client);
            }
            orders(client).insertOne(new Document("_id", 3));
        } finally {
            standIn.close();
        }
    }

    private static String electionId(MongoClient client) {
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
        return hello.getObjectId("electionId").toHexString();
    }

    private MongoStandIn restarted(MongoStandIn before, MongoClient client) {
        before.close();
        MongoStandIn after = MongoStandIn.start(options);
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> client.getDatabase("admin").runCommand(new Document("ping", 1)) != null);
        return after;
    }

    private static MongoCollection<Document> orders(MongoClient client) {
        return client.getDatabase("shop").getCollection("orders");
    }

    @Test
    void should_haveDroppedTheTargetOfARename_afterARestart() {
        try (MongoStandIn standIn = MongoStandIn.start(options);
                MongoClient client = MongoClients.create(standIn.uri())) {
            client.getDatabase("shop").getCollection("old").insertOne(new Document("_id", 1));
            orders(client).insertOne(new Document("_id", 2));
            client.getDatabase("shop")
                    .getCollection("old")
                    .renameCollection(
                            new MongoNamespace("shop", "orders"), new RenameCollectionOptions().dropTarget(true));
        }
        for (int restart = 0; restart < 2; restart++) {
            try (MongoStandIn standIn = MongoStandIn.start(options);
                    MongoClient client = MongoClients.create(standIn.uri())) {
                assertThat(client.getDatabase("shop").listCollectionNames()).containsExactly("orders");
                assertThat(orders(client).find().into(new ArrayList<>())).containsExactly(new Document("_id", 1));
            }
        }
    }
}
