package io.penstock.benchmarks.foreground;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.penstock.api.HandlerContext;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.util.Objects;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads the customer of an order, and counts the order in the customer's statistics: two operations on the database. */
public final class StatisticsHandler implements TaskHandler {
    /** More than attempts ever run at once. */
    private static final int CONNECTIONS = 1_000;

    private @Nullable MongoClient client;
    private @Nullable MongoCollection<RawBsonDocument> customers;
    private @Nullable MongoCollection<RawBsonDocument> statistics;

    @Override
    public void open(HandlerContext context) {
        String uri = Objects.requireNonNull(context.settings().get("mongodb"), "The job has no setting mongodb");
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS))
                .build());
        customers = client.getDatabase(Shop.DATABASE).getCollection(Shop.CUSTOMERS, RawBsonDocument.class);
        statistics = client.getDatabase(Shop.DATABASE).getCollection(Shop.STATISTICS, RawBsonDocument.class);
    }

    @Override
    public Outcome handle(Task task, TaskContext context) {
        int customer = task.document().orElseThrow().path("customer").intValue();
        RawBsonDocument read =
                Objects.requireNonNull(customers).find(Filters.eq(customer)).first();
        if (read == null) {
            return Outcome.rejected("there is no customer " + customer);
        }
        Objects.requireNonNull(statistics).updateOne(Filters.eq(customer), Updates.inc("visits", 1));
        return Outcome.succeeded(customer);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
