package io.penstock.signals;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.SslSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connects to MongoDB as the settings say, with connections that nobody else has. It reads the section {@code mongodb} as
 * Debezium does: {@code uri}, and beside it user and TLS.
 *
 * @param properties the section {@code mongodb}
 */
record DatabaseClient(Map<String, String> properties) {
    private static final String KEYSTORE = "ssl.keystore";
    private static final String TRUSTSTORE = "ssl.truststore";

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
        MongoClientSettings.Builder builder = MongoClientSettings.builder()
                .applyConnectionString(connectionString())
                .applicationName("penstock-signals")
                .readPreference(ReadPreference.primary())
                .retryReads(false)
                .applyToConnectionPoolSettings(pool ->
                        pool.minSize(connections).maxSize(connections).maxWaitTime(millis, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket ->
                        socket.connectTimeout(millis, TimeUnit.MILLISECONDS).readTimeout(millis, TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(heartbeat.toMillis(), TimeUnit.MILLISECONDS))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS));
        if (Boolean.parseBoolean(get("ssl.enabled").orElse("false"))) {
            builder.applyToSslSettings(this::tls);
        }
        get("user")
                .ifPresent(user -> builder.credential(MongoCredential.createCredential(
                        user,
                        get("authsource").orElse("admin"),
                        get("password").orElse("").toCharArray())));
        return MongoClients.create(builder.build());
    }

    private ConnectionString connectionString() {
        try {
            return new ConnectionString(get("uri").orElse(""));
        } catch (IllegalArgumentException wrong) {
            // What the driver says of it may show a part of it.
            throw new IllegalArgumentException("'mongodb.uri' is no connection string that the driver understands");
        }
    }

    private void tls(SslSettings.Builder ssl) {
        ssl.enabled(true)
                .invalidHostNameAllowed(
                        Boolean.parseBoolean(get("ssl.invalid.hostname.allowed").orElse("false")));
        if (get(KEYSTORE).isEmpty() && get(TRUSTSTORE).isEmpty()) {
            return;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trusted(), null);
            ssl.context(context);
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "the key store or trust store of 'mongodb' cannot be used ("
                            + unusable.getClass().getSimpleName() + "): see to path, type and password",
                    unusable);
        }
    }

    @SuppressWarnings("NullAway") // To the JDK null means its own keys.
    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (get(KEYSTORE).isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store(KEYSTORE), password(KEYSTORE));
        return factory.getKeyManagers();
    }

    @SuppressWarnings("NullAway") // To the JDK null means whom it trusts itself.
    private TrustManager[] trusted() throws IOException, GeneralSecurityException {
        if (get(TRUSTSTORE).isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(TRUSTSTORE));
        return factory.getTrustManagers();
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(get(name + ".type").orElse("PKCS12"));
        try (InputStream file = Files.newInputStream(Path.of(get(name).orElseThrow()))) {
            store.load(file, password(name));
        }
        return store;
    }

    private char[] password(String store) {
        return get(store + ".password").orElse("").toCharArray();
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
