package io.penstock.embedded.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.penstock.embedded.mongodb.oplog.ServerRelease;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.Document;

/** What a test that must hold on every server talks to: a stand-in, or the server that the environment names. */
final class TestServer implements AutoCloseable {
    private final String name;
    private final Optional<MongoStandIn> standIn;
    private final MongoClient client;

    private TestServer(String name, String uri, Optional<MongoStandIn> standIn) {
        this.name = name;
        this.standIn = standIn;
        this.client = MongoClients.create(uri);
    }

    /** The real server if there is one, else a stand-in of each release. */
    static Stream<TestServer> all() {
        String uri = System.getenv("PENSTOCK_TEST_MONGODB_URI");
        if (uri != null && !uri.isBlank()) {
            return Stream.of(new TestServer("real server", uri, Optional.empty()));
        }
        return Stream.of(ServerRelease.values()).map(TestServer::standIn);
    }

    static TestServer standIn(ServerRelease release) {
        MongoStandIn started = MongoStandIn.start(StandInOptions.defaults().withRelease(release));
        return new TestServer("stand-in of " + release, started.uri(), Optional.of(started));
    }

    MongoClient client() {
        return client;
    }

    /** Hands over an empty collection, which is gone afterwards, as is the server if it was started for the test. */
    void withCollection(Consumer<MongoCollection<Document>> test) {
        try (this) {
            MongoDatabase database =
                    client.getDatabase("test_" + UUID.randomUUID().toString().substring(0, 8));
            try {
                test.accept(database.getCollection("orders"));
            } finally {
                database.drop();
            }
        }
    }

    int majorVersion() {
        Document buildInfo = client.getDatabase("admin").runCommand(new Document("buildInfo", 1));
        return buildInfo.getList("versionArray", Integer.class).get(0);
    }

    @Override
    public void close() {
        client.close();
        standIn.ifPresent(MongoStandIn::close);
    }

    @Override
    public String toString() {
        return name;
    }
}
