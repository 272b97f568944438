package io.penstock.processor;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import io.penstock.settings.DatabaseSettings;
import io.penstock.settings.MongodbTls;
import io.penstock.settings.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** How Penstock's own clients of MongoDB, beside Debezium's, reach it. */
public final class MongodbClient {
    private static final int SELECTION_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;

    private MongodbClient() {}

    /**
     * How a client of this name reaches the database.
     *
     * @throws IllegalStateException if the configuration does not say where that is
     * @throws IllegalArgumentException if a store of keys or certificates cannot be used
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
        MongoClientSettings.Builder builder = MongoClientSettings.builder();
        if (database.uri().isEmpty()) {
            signIn(builder, mongodb);
        }
        return connected(builder, mongodb, connection, name)
                .readPreference(preference(database, connection))
                .build();
    }

    /**
     * How a client of this name reaches the database that the engine watches, as the engine does.
     *
     * @throws IllegalStateException if the configuration does not say where that is
     * @throws IllegalArgumentException if a store of keys or certificates cannot be used
     */
    public static MongoClientSettings source(Settings settings, String name) {
        Map<String, String> mongodb = settings.connections().mongodb();
        String uri = mongodb.getOrDefault("uri", "");
        if (uri.isBlank()) {
            throw new IllegalStateException("The configuration does not say where MongoDB is: write mongodb.uri");
        }
        MongoClientSettings.Builder builder = MongoClientSettings.builder();
        signIn(builder, mongodb);
        return connected(builder, mongodb, new ConnectionString(uri), name).build();
    }

    /** In Debezium's order: what the connection string says of users and TLS wins. */
    private static MongoClientSettings.Builder connected(
            MongoClientSettings.Builder builder,
            Map<String, String> mongodb,
            ConnectionString connection,
            String name) {
        MongodbTls tls = new MongodbTls(mongodb);
        Optional<SSLContext> context = tls.context();
        return builder.applyToSslSettings(ssl -> {
                    ssl.enabled(tls.enabled()).invalidHostNameAllowed(tls.allowsAnyHostName());
                    context.ifPresent(ssl::context);
                })
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
    }
}
