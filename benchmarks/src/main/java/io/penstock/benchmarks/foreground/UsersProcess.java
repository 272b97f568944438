package io.penstock.benchmarks.foreground;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.bson.RawBsonDocument;

/**
 * The foreground: users who read customers by their id, and change every fifth. It hears {@code begin}: forgets what was,
 * {@code measure}: counts from now on, {@code sum FILE}: tells the latencies since; and {@code leave} and {@code come}.
 */
final class UsersProcess implements Contestant {
    private static final int AT_ONCE = 400;
    private static final double WRITES = 0.2;

    private final MongoClient client;
    private final MongoCollection<RawBsonDocument> customers;
    private final LatencyLog log = new LatencyLog();
    private final OpenLoop load;

    private UsersProcess(Options options) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(options.text("mongodb")))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(AT_ONCE))
                .build());
        customers = client.getDatabase(Shop.DATABASE).getCollection(Shop.CUSTOMERS, RawBsonDocument.class);
        load = new OpenLoop(
                Double.parseDouble(options.text("per-second")), options.number("seed"), AT_ONCE, this::operate, log);
    }

    static Map<String, String> options(String mongodb, double perSecond, int seed) {
        return Map.of("mongodb", mongodb, "per-second", Double.toString(perSecond), "seed", Integer.toString(seed));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, UsersProcess::new);
    }

    @Override
    public void start() {
        load.start();
    }

    private void operate(SplittableRandom chance) {
        int id = chance.nextInt(Shop.CUSTOMER_COUNT);
        if (chance.nextDouble() < WRITES) {
            customers.updateOne(Filters.eq(id), Updates.inc("visits", 1));
        } else if (customers.find(Filters.eq(id)).first() == null) {
            throw new IllegalStateException("Customer " + id + " is gone");
        }
    }

    @Override
    public void hear(String line) throws IOException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "begin" -> log.begin();
            case "measure" -> log.measure();
            case "leave" -> load.leave();
            case "come" -> load.come();
            case "sum" -> Answers.write(Path.of(words[1]), log.sum());
            default -> throw new IllegalArgumentException("Nobody says '" + line + "'");
        }
    }

    @Override
    public void close() {
        load.close();
        log.close();
        client.close();
    }
}
