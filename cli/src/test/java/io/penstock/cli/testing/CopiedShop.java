package io.penstock.cli.testing;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** A database with orders, and a configuration whose job {@code copy} makes a result of each. */
public final class CopiedShop implements AutoCloseable {
    private static final String FILE = "penstock.yaml";
    private static final String JARS = "jars";

    private final Path folder;
    private final MongoStandIn mongodb;
    private final MongoClient client;

    /** Stands in the configuration, as a key that is nobody's business. */
    public static final String SECRET = "in-confidence-4711";

    /**
     * Starts the database and writes the configuration.
     *
     * @param folder gets the configuration and everything that is kept
     */
    public CopiedShop(Path folder, StandInOptions options) throws IOException {
        this.folder = folder;
        this.mongodb = MongoStandIn.start(options);
        this.client = MongoClients.create(mongodb.uri());
        HandlerJar.make(folder.resolve(JARS));
        Files.writeString(folder.resolve(FILE), """
                mongodb:
                  uri: %s
                debezium:
                  heartbeat.interval.ms: 1000
                  signal.consumer.ssl.keystore.key: %s
                topics:
                  partitions: 2
                results:
                  collection: penstock.results
                ledger:
                  collection: penstock.ledger
                jobs:
                  - name: copy
                    collection: shop.orders
                    handler: %s
                  - name: slow
                    collection: shop.slow
                    handler: %s
                shutdown:
                  grace: 30s
                """.formatted(
                        mongodb.uri(), SECRET, HandlerJar.HANDLER, SlowHandler.class.getName()));
    }

    /** Starts {@code penstock up} on it. */
    public PenstockProcess up() throws IOException {
        return PenstockProcess.start(folder, "up", "--config", FILE, "--handlers", JARS);
    }

    /** Inserts an order. */
    public void insert(Object id) {
        client.getDatabase("shop").getCollection("orders").insertOne(new Document("_id", id));
    }

    /** Has the slow handler begin, and returns when it has. */
    public void beginSlowly() {
        client.getDatabase("shop").getCollection("slow").insertOne(new Document("_id", 1));
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(folder.resolve(SlowHandler.BEGUN)));
    }

    /** Whether the slow handler has come to its end. */
    public boolean slowIsDone() {
        return Files.exists(folder.resolve(SlowHandler.DONE));
    }

    /** Deletes an order. */
    public void delete(Object id) {
        client.getDatabase("shop").getCollection("orders").deleteOne(new Document("_id", id));
    }

    /** What Penstock keeps in a collection of its own. */
    public List<Document> own(String collection) {
        return client.getDatabase("penstock").getCollection(collection).find().into(new ArrayList<>());
    }

    @Override
    public void close() {
        client.close();
        mongodb.close();
    }
}
