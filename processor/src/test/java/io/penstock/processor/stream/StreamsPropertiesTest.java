package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the clients within Kafka Streams get of what the user says. */
class StreamsPropertiesTest {
    private static final Settings PLAIN = TestSettings.of(TestJob.named("index"));

    @TempDir
    Path folder;

    @Test
    void whatTheSectionKafkaSays_reachesTheConsumersAndProducersOfStreamThreads() {
        StreamsConfig config = config(kafka(Map.of("session.timeout.ms", "31000", "linger.ms", "7")));

        assertThat(consumer(config)).containsEntry("session.timeout.ms", "31000");
        assertThat(config.getProducerConfigs("client")).containsEntry("linger.ms", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.timeout.ms", "consumer.session.timeout.ms", "main.consumer.session.timeout.ms"})
    void whatTheSectionStreamsSays_holdsWithAnyPrefix(String name) {
        StreamsConfig config = config(TestSettings.streams(PLAIN, Map.of(name, "31000")));

        assertThat(consumer(config)).containsEntry("session.timeout.ms", "31000");
    }

    @Test
    void whatTheUserDoesNotSay_isOurs() {
        StreamsConfig config = config(PLAIN);

        assertThat(consumer(config)).containsEntry("session.timeout.ms", 10_000);
        assertThat(config.getRestoreConsumerConfigs("client")).doesNotContainEntry("session.timeout.ms", 10_000);
    }

    @Test
    void theState_isWhereTheProcessSays() {
        StreamsConfig config = config(TestSettings.streams(PLAIN, Map.of("state.dir", "/elsewhere")));

        assertThat(config.getString(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo(folder.toString());
    }

    private static Map<String, Object> consumer(StreamsConfig config) {
        return config.getMainConsumerConfigs("group", "client", 0);
    }

    private StreamsConfig config(Settings settings) {
        try (RocksMemory memory = new RocksMemory(settings.processing().memory(), StoreWatch.NONE)) {
            StreamsClient.Site site = new StreamsClient.Site(folder, Optional.empty(), StoreWatch.NONE);
            return new StreamsConfig(StreamsProperties.of(settings, site, memory, 0));
        }
    }

    private static Settings kafka(Map<String, String> properties) {
        ConnectionSettings connections = PLAIN.connections();
        Map<String, String> all = new HashMap<>(connections.kafka());
        all.putAll(properties);
        return new Settings(
                PLAIN.application(),
                new ConnectionSettings(all, connections.mongodb(), connections.debezium(), connections.streams()),
                PLAIN.source(),
                PLAIN.topics(),
                PLAIN.broker(),
                PLAIN.processing(),
                PLAIN.jobs());
    }
}
