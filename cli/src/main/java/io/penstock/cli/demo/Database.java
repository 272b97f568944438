package io.penstock.cli.demo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.Shutdown;
import io.penstock.embedded.mongodb.MongoStandIn;
import io.penstock.embedded.mongodb.StandInOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * The database that the demo writes into.
 *
 * @param uri its connection string: may hold a password
 * @param client a driver's client for it
 * @param place where it is, for people
 */
record Database(String uri, MongoClient client, String place) {
    private static final int PATIENCE_SECONDS = 5;
    private static final long OPLOG_CHANGES = 1_000_000;
    private static final long OPLOG_BYTES = 64L << 20;

    /**
     * A server of the user's, or the stand-in.
     *
     * @throws CommandFailure if it is no connection string, or the server does not answer
     */
    static Database open(Optional<String> named, Shutdown shutdown) {
        String uri = named.orElseGet(() -> shutdown.closing("the stand-in for MongoDB", MongoStandIn.start(standIn()))
                .uri());
        ConnectionString connection = parsed(uri);
        String place = named.map(given -> "MongoDB at ").orElse("a stand-in for MongoDB at ")
                + String.join(",", connection.getHosts());
        MongoClient client = shutdown.closing(
                "the connections to MongoDB",
                MongoClients.create(MongoClientSettings.builder()
                        .applyConnectionString(connection)
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .build()));
        try {
            client.getDatabase(DemoNames.DATABASE).runCommand(new Document("ping", 1));
        } catch (MongoException e) {
            throw CommandFailure.failed(
                    place + " does not answer: " + e.getMessage() + ". Look at the connection string and the server.",
                    e);
        }
        return new Database(uri, client, place);
    }

    /** Its oplog is in memory, and has one reader that is not far behind: some 250,000 changes, and not a million. */
    private static StandInOptions standIn() {
        return StandInOptions.defaults().withOplog(OPLOG_CHANGES, OPLOG_BYTES);
    }

    /**
     * What a connection string says.
     *
     * @throws CommandFailure if it is none, or none that the engine can read by
     */
    static ConnectionString parsed(String uri) {
        ConnectionString connection;
        try {
            connection = new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUsage("--mongodb-uri: " + e.getMessage());
        }
        ReadPreference preference = connection.getReadPreference();
        if (preference != null && !preference.equals(ReadPreference.primary())) {
            throw CommandFailure.wrongUsage(
                    "--mongodb-uri: take the read preference out: what a snapshot does not find on"
                            + " a secondary that lags would be lost");
        }
        return connection;
    }
}
