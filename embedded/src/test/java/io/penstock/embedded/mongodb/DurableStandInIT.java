package io.penstock.embedded.mongodb;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        this.options = StandInOptions.defaults().withDirectory(directory);
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

    private static MongoCollection<Document> orders(MongoClient client) {
        return client.getDatabase("shop").getCollection("orders");
    }
}
