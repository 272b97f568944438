package io.penstock.benchmarks.foreground;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.bson.RawBsonDocument;

/** What a server of which nothing is known can do: so many clients, each with one operation after the other. */
final class Capacity {
    private static final int CLIENTS = 64;
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 5;

    private Capacity() {}

    /** Operations a second: reads and changes by id, in turn. */
    static double perSecond(String uri) throws InterruptedException {
        LongAdder operations = new LongAdder();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (MongoClient client = MongoClients.create(uri)) {
            MongoCollection<RawBsonDocument> customers =
                    client.getDatabase(Shop.DATABASE).getCollection(Shop.CUSTOMERS, RawBsonDocument.class);
            for (int number = 0; number < CLIENTS; number++) {
                clients.execute(() -> operate(customers, operations));
            }
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long before = operations.sum();
            TimeUnit.SECONDS.sleep(SECONDS);
            long after = operations.sum();
            clients.shutdownNow();
            clients.awaitTermination(SECONDS, TimeUnit.SECONDS);
            return (after - before) / (double) SECONDS;
        }
    }

    private static void operate(MongoCollection<RawBsonDocument> customers, LongAdder operations) {
        while (!Thread.currentThread().isInterrupted()) {
            int id = ThreadLocalRandom.current().nextInt(Shop.CUSTOMER_COUNT);
            customers.find(Filters.eq(id)).first();
            customers.updateOne(Filters.eq(id), Updates.inc("visits", 1));
            operations.add(2);
        }
    }
}
