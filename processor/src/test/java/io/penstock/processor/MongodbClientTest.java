package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.DatabaseSettings;
import io.penstock.settings.Settings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code mongodb} means the same to all who ask MongoDB, and what it means to Debezium. */
class MongodbClientTest {
    private static final String URI = "mongodb://db-1/?replicaSet=rs0";

    @TempDir
    Path folder;

    private String store() throws Exception {
        Path file = folder.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        return file.toString();
    }

    private static Settings settings(Map<String, String> mongodb, Optional<String> databaseUri) {
        Settings settings = TestSettings.of(TestJob.named("job"));
        ConnectionSettings connections = settings.connections();
        DatabaseSettings database = connections.database();
        return new Settings(
                settings.application(),
                new ConnectionSettings(
                        connections.kafka(),
                        mongodb,
                        connections.debezium(),
                        connections.streams(),
                        new DatabaseSettings(
                                databaseUri,
                                database.readFrom(),
                                database.cacheBytes(),
                                database.timeToLive(),
                                database.maxBatch(),
                                database.linger()),
                        connections.copies()),
                settings.source(),
                settings.topics(),
                settings.broker(),
                settings.processing(),
                settings.jobs());
    }

    private static List<MongoClientSettings> clients(String uri, Map<String, String> more) {
        Map<String, String> mongodb = new HashMap<>(more);
        mongodb.put("uri", uri);
        Settings settings = settings(mongodb, Optional.empty());
        return List.of(MongodbClient.settings(settings, "test"), MongodbClient.source(settings, "test"));
    }

    @Test
    void theStoresShouldServe_whereverTlsIsAskedFor() throws Exception {
        Map<String, String> stores = Map.of("ssl.truststore", store(), "ssl.truststore.password", "secret");
        Map<String, String> enabled = new HashMap<>(stores);
        enabled.put("ssl.enabled", "true");

        assertThat(clients(URI, enabled)).hasSize(2).allSatisfy(MongodbClientTest::usesTheStores);
        assertThat(clients(URI + "&tls=true", stores)).hasSize(2).allSatisfy(MongodbClientTest::usesTheStores);
        enabled.put("uri", URI);
        usesTheStores(MongodbClient.settings(settings(enabled, Optional.of("mongodb://other:secret@db-2/")), "test"));
    }

    private static void usesTheStores(MongoClientSettings client) {
        assertThat(client.getSslSettings().isEnabled()).isTrue();
        assertThat(client.getSslSettings().getContext()).isNotNull();
    }

    @Test
    void theConnectionStringShouldWin() {
        Map<String, String> beside = Map.of("user", "reader", "password", "other", "ssl.enabled", "true");

        assertThat(clients("mongodb://engine:secret@db-1/?replicaSet=rs0&tls=false", beside))
                .hasSize(2)
                .allSatisfy(client -> {
                    assertThat(user(client)).isEqualTo("engine");
                    assertThat(client.getSslSettings().isEnabled()).isFalse();
                });
        assertThat(clients(URI, beside)).hasSize(2).allSatisfy(client -> {
            assertThat(user(client)).isEqualTo("reader");
            assertThat(client.getSslSettings().isEnabled()).isTrue();
        });
    }

    private static String user(MongoClientSettings client) {
        MongoCredential credential = Objects.requireNonNull(client.getCredential());
        return Objects.requireNonNull(credential.getUserName());
    }

    @Test
    void aStoreThatCannotBeUsedShouldBeToldWithoutASecret() throws Exception {
        Map<String, String> wrong = Map.of("ssl.truststore", store(), "ssl.truststore.password", "hunter2");

        assertThatThrownBy(() -> clients(URI + "&tls=true", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("see to path, type and password")
                .hasMessageNotContaining("hunter2");
    }
}
