package io.penstock.benchmarks.engine;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.penstock.benchmarks.orders.Orders;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;

/** The database whose changes are carried; dropped at the beginning and at the end. For use by one thread. */
final class Database implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final int DOCUMENT_BYTES = 512;
    private static final long CHANGED_AT = 1_790_000_000_000L;

    private final MongoClient client;
    private final MongoDatabase database;
    private final Orders orders = new Orders(DOCUMENT_BYTES);

    Database(String uri) {
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(EngineRun.DATABASE);
        database.drop();
    }

    void insert(String collection, int count) {
        MongoCollection<RawBsonDocument> documents = database.getCollection(collection, RawBsonDocument.class);
        List<RawBsonDocument> batch = new ArrayList<>(BATCH);
        for (int order = 0; order < count; order++) {
            batch.add(
                    RawBsonDocument.parse(orders.document(order, 0, CHANGED_AT).toString()));
            if (batch.size() == BATCH || order == count - 1) {
                documents.insertMany(batch);
                batch.clear();
            }
        }
    }

    /** Makes a change that says no more than that there is a change. */
    void touch(String collection) {
        database.getCollection(collection, RawBsonDocument.class).insertOne(RawBsonDocument.parse("{\"probe\": true}"));
    }

    void drop(String collection) {
        database.getCollection(collection).drop();
    }

    @Override
    public void close() {
        database.drop();
        client.close();
    }
}
