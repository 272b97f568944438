package io.penstock.connectors.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.connectors.testing.SettingsFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The definition for Kafka Connect clusters, held against what the engine derives by default. */
class MongodbSourceJsonTest {
    /** What says which changes are told, how, and how soon; the rest is the engine's own, or the deployment's. */
    private static final Predicate<String> SHARED = Pattern.compile(
                    "(capture\\.(mode|scope)|cursor\\.|filters\\.|heartbeat\\.|max\\.|poll\\.|snapshot\\.|transforms"
                            + "|(key|value)\\.converter\\.).*")
            .asMatchPredicate();

    @Test
    void should_ask_for_what_the_engine_asks_for() throws IOException {
        Map<String, String> derived = new TreeMap<>();
        SourceProperties.of(SettingsFixture.watching("shop.orders").settings())
                .toProperties()
                .forEach((name, value) -> derived.put(name.toString(), value.toString()));
        derived.keySet().removeIf(SHARED.negate());
        // Debezium's default, and said by the engine since its source may be another.
        assertThat(derived.remove("capture.mode.full.update.type")).isEqualTo("lookup");

        assertThat(defined()).containsAllEntriesOf(derived);
    }

    private static Map<String, String> defined() throws IOException {
        JsonNode config = new ObjectMapper()
                .readTree(Path.of("kafka-connect", "mongodb-source.json").toFile())
                .path("config");
        Map<String, String> defined = new TreeMap<>();
        config.properties()
                .forEach(property ->
                        defined.put(property.getKey(), property.getValue().asText()));
        return defined;
    }
}
