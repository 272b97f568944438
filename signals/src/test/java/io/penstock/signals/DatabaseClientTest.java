package io.penstock.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What signals make of the section {@code mongodb} is what Debezium makes of it. */
class DatabaseClientTest {
    private static MongoClientSettings settings(String uri, Map<String, String> beside) {
        Map<String, String> properties = new HashMap<>(beside);
        properties.put("uri", uri);
        return new DatabaseClient(properties).address().build();
    }

    private static String user(MongoClientSettings client) {
        MongoCredential credential = Objects.requireNonNull(client.getCredential());
        return Objects.requireNonNull(credential.getUserName());
    }

    @Test
    void theConnectionStringShouldWin() {
        Map<String, String> beside = Map.of("user", "reader", "password", "other", "ssl.enabled", "true");

        MongoClientSettings own = settings("mongodb://engine:secret@db-1/?tls=false", beside);
        MongoClientSettings silent = settings("mongodb://db-1/", beside);

        assertThat(user(own)).isEqualTo("engine");
        assertThat(own.getSslSettings().isEnabled()).isFalse();
        assertThat(user(silent)).isEqualTo("reader");
        assertThat(silent.getSslSettings().isEnabled()).isTrue();
    }

    @Test
    void theStoresShouldServe_whereTheConnectionStringAloneAsksForTls() {
        assertThatThrownBy(() -> settings("mongodb://db-1/?tls=true", Map.of("ssl.truststore", "/absent.p12")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trust store of 'mongodb' cannot be used");
    }
}
