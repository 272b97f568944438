package io.penstock.processor;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import io.penstock.settings.DatabaseSettings;
import io.penstock.settings.Settings;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How Penstock's own clients of MongoDB, beside Debezium's, reach it. */
public final class MongodbClient {
    private static final int SELECTION_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;

    private MongodbClient() {}

    /**
     * How a client of this name reaches the database.
     *
     * @throws IllegalStateException if the configuration does not say where that is
     */
    public static MongoClientSettings settings(Settings settings, String name) {
        DatabaseSettings database = settings.connections().database();
        Map<String, String> mongodb = settings.connections().mongodb();
        String uri = database.uri().orElse(mongodb.getOrDefault("uri", ""));
        if (uri.isBlank()) {
            throw new IllegalStateException(
                    "The configuration does not say where MongoDB is: write mongodb.uri, or database.uri");
        }
        ConnectionString connection = new ConnectionString(uri);
        MongoClientSettings.Builder builder =
                builder(connection, name).readPreference(preference(database, connection));
        if (database.uri().isEmpty()) {
            signIn(builder, mongodb);
        }
        return builder.build();
    }

    /**
     * How a client of this name reaches the database that the engine watches, as the engine does.
     *
     * @throws IllegalStateException if the configuration does not say where that is
     */
    public static MongoClientSettings source(Settings settings, String name) {
        Map<String, String> mongodb = settings.connections().mongodb();
        String uri = mongodb.getOrDefault("uri", "");
        if (uri.isBlank()) {
            throw new IllegalStateException("The configuration does not say where MongoDB is: write mongodb.uri");
        }
        MongoClientSettings.Builder builder = builder(new ConnectionString(uri), name);
        signIn(builder, mongodb);
        return builder.build();
    }

    private static MongoClientSettings.Builder builder(ConnectionString connection, String name) {
        return MongoClientSettings.builder()
                .applyConnectionString(connection)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.readTimeout(SILENCE_SECONDS, TimeUnit.SECONDS))
                .applicationName(name);
    }

    /** The connection string's own, with its tags, if it is of the kind that the key says. */
    private static ReadPreference preference(DatabaseSettings database, ConnectionString connection) {
        ReadPreference wanted = ReadPreference.valueOf(database.readFrom().mode());
        ReadPreference own = connection.getReadPreference();
        return own != null && own.getName().equals(wanted.getName()) ? own : wanted;
    }

    /** What Debezium knows beside the connection string. */
    private static void signIn(MongoClientSettings.Builder builder, Map<String, String> mongodb) {
        String user = mongodb.getOrDefault("user", "");
        if (!user.isEmpty()) {
            builder.credential(MongoCredential.createCredential(
                    user,
                    mongodb.getOrDefault("authsource", "admin"),
                    mongodb.getOrDefault("password", "").toCharArray()));
        }
        if (Boolean.parseBoolean(mongodb.getOrDefault("ssl.enabled", "false"))) {
            builder.applyToSslSettings(ssl -> ssl.enabled(true));
        }
    }
}
