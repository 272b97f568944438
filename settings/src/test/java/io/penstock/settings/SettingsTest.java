package io.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.file.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void otherHandlers_leaveAllElseAsItWas() {
        Settings settings = SettingsFile.parse("""
                        application: shop
                        kafka: {bootstrap.servers: "kafka:9092"}
                        mongodb: {uri: "mongodb://localhost"}
                        debezium: {poll.interval.ms: 50}
                        source: {prefix: changes}
                        topics: {partitions: 12}
                        concurrency: 7
                        task-events: problems
                        handlers: jars
                        jobs: [{name: copy, collection: shop.orders, handler: document}]
                        """, Map.of()).settings().orElseThrow();

        Settings elsewhere = settings.withHandlers(Path.of("elsewhere"));

        assertThat(elsewhere.processing().handlers()).isEqualTo(Path.of("elsewhere"));
        assertThat(elsewhere).isNotEqualTo(settings);
        assertThat(elsewhere.withHandlers(Path.of("jars"))).isEqualTo(settings);
    }
}
