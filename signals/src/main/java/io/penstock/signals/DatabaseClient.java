package io.penstock.signals;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.penstock.settings.MongodbTls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Connects to MongoDB as the settings say, with connections that nobody else has. It reads the section {@code mongodb} as
 * Debezium does: {@code uri}, and beside it user and TLS.
 *
 * @param properties the section {@code mongodb}
 */
record DatabaseClient(Map<String, String> properties) {
    DatabaseClient {
        properties = Map.copyOf(properties);
    }

    /** Whether there is anything to connect to. */
    boolean addressed() {
        return !get("uri").orElse("").isBlank();
    }

    /**
     * Connects in the background; reads from the primary, as the foreground does.
     *
     * @param connections how many are kept open
     * @param timeout how long an answer may take
     * @param heartbeat how often each member is asked how it is
     * @throws IllegalArgumentException if the properties cannot be; the message holds no secret
     */
    MongoClient open(int connections, Duration timeout, Duration heartbeat) {
        int millis = Math.toIntExact(timeout.toMillis());
        return MongoClients.create(address()
                .applicationName("penstock-signals")
                .readPreference(ReadPreference.primary())
                .retryReads(false)
                .applyToConnectionPoolSettings(pool ->
                        pool.minSize(connections).maxSize(connections).maxWaitTime(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                        socket.connectTimeout(millis, TimeUnit.MILLISECONDS).readTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(heartbeat.toMillis(), TimeUnit.MILLISECONDS))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS))
                .build());
    }

    /** Where the database is and who asks it. In Debezium's order: what the connection string says wins. */
    MongoClientSettings.Builder address() {
        MongoClientSettings.Builder builder = MongoClientSettings.builder();
        get("user")
                .ifPresent(user -> builder.credential(MongoCredential.createCredential(
                        user,
                        get("authsource").orElse("admin"),
                        get("password").orElse("").toCharArray())));
        MongodbTls tls = new MongodbTls(properties);
        Optional<SSLContext> context = tls.context();
        builder.applyToSslSettings(ssl -> {
            ssl.enabled(tls.enabled()).invalidHostNameAllowed(tls.allowsAnyHostName());
            context.ifPresent(ssl::context);
        });
        return builder.applyConnectionString(connectionString());
    }

    private ConnectionString connectionString() {
        try {
            return new ConnectionString(get("uri").orElse(""));
        } catch (IllegalArgumentException wrong) {
            // What the driver says of it may show a part of it.
            throw new IllegalArgumentException("'mongodb.uri' is no connection string that the driver understands");
        }
    }

    private Optional<String> get(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** Shows no value: any may be a secret. */
    @Override
    public String toString() {
        return "DatabaseClient" + properties.keySet();
    }
}
