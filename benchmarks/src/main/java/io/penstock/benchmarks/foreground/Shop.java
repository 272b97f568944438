package io.penstock.benchmarks.foreground;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The database of the foreground and the background; dropped at the beginning. For use by one thread. */
final class Shop implements AutoCloseable {
    static final String DATABASE = "penstock_benchmark";
    static final String CUSTOMERS = "customers";
    static final String ARCHIVE = "archive";
    static final String STATISTICS = "statistics";
    static final int CUSTOMER_COUNT = 10_000;
    private static final int ARCHIVE_BYTES = 40;

    private static final int BATCH = 1_000;
    private static final String FILLING = "x".repeat(200);

    private final MongoClient client;
    private final MongoDatabase database;

    Shop(String uri) {
        client = MongoClients.create(uri);
        database = client.getDatabase(DATABASE);
        database.drop();
        insert(CUSTOMERS, CUSTOMER_COUNT, FILLING);
        insert(STATISTICS, CUSTOMER_COUNT, FILLING);
    }

    /** Writes the collection that snapshots read. Its documents are small: the stand-in keeps them in memory. */
    void archive(int count) {
        insert(ARCHIVE, count, "x".repeat(ARCHIVE_BYTES));
    }

    private void insert(String name, int count, String filling) {
        MongoCollection<BsonDocument> collection = database.getCollection(name, BsonDocument.class);
        List<BsonDocument> batch = new ArrayList<>(BATCH);
        for (int id = 0; id < count; id++) {
            batch.add(new BsonDocument("_id", new BsonInt32(id))
                    .append("visits", new BsonInt32(0))
                    .append("name", new BsonString(filling)));
            if (batch.size() == BATCH || id == count - 1) {
                collection.insertMany(batch);
                batch.clear();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
