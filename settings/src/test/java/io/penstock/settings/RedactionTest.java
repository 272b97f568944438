package io.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mongodb://user:s3cret@host:27017/?replicaSet=rs0    | mongodb://user:***@host:27017/?replicaSet=rs0
        mongodb+srv://user:s3@cr/et@host/db                 | mongodb+srv://user:***@host/db
        mongodb://:s3cret@host                              | mongodb://:***@host
        mongodb://host/?tlsCertificateKeyFilePassword=s3cret&x=y | mongodb://host/?tlsCertificateKeyFilePassword=***&x=y
        mongodb://host/?authMechanismProperties=AWS_SESSION_TOKEN:s3cret | mongodb://host/?authMechanismProperties=***
        see mongodb://a:s3cret@b and mongodb://c:s3cret@d   | see mongodb://a:***@b and mongodb://c:***@d
        a.b.PlainLoginModule required username="u" password="s3cret"; | a.b.PlainLoginModule required username="u" password=***;
        OAuth clientSecret='s3cret' x="y"                   | OAuth clientSecret=*** x="y"
        mongodb://host:27017,other:27017/?replicaSet=rs0    | mongodb://host:27017,other:27017/?replicaSet=rs0
        kafka-1:9092,kafka-2:9092                           | kafka-1:9092,kafka-2:9092
        """)
    void shouldMaskSecretsInText(String text, String safe) {
        assertThat(Redaction.text(text)).isEqualTo(safe).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "sasl.jaas.config",
                "ssl.key.password",
                "ssl.keystore.key",
                "ssl.truststore.password",
                "mongodb.password",
                "some.token",
                "API-TOKEN",
                "client.secret",
                "aws.access.key",
                "apiKey",
                "api_key",
                "basic.auth.user.info",
                "basic.auth.credentials.source",
                "ssl.private.key",
                "passphrase",
                "consumer.sasl.jaas.config"
            })
    void shouldKnowSecretsByTheirNames(String name) {
        assertThat(Redaction.isSecret(name)).isTrue();
        assertThat(Redaction.properties(Map.of(name, "s3cret"))).containsEntry(name, Redaction.MASK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap.servers",
                "ssl.keystore.location",
                "key.serializer",
                "sasl.mechanism",
                "application.id",
                "auto.offset.reset",
                "enable.idempotence"
            })
    void shouldShowWhatIsNoSecret(String name) {
        assertThat(Redaction.properties(Map.of(name, "value"))).containsEntry(name, "value");
    }

    @Test
    void shouldSortPropertiesAndMaskSecretsInTheirValues() {
        assertThat(Redaction.properties(Map.of("b", 1, "a", "mongodb://u:s3cret@h")))
                .containsExactly(Map.entry("a", "mongodb://u:***@h"), Map.entry("b", "1"));
    }
}
