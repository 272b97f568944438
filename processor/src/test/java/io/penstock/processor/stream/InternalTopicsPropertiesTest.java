package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class InternalTopicsPropertiesTest {
    @Test
    void tasksOnTheirWayShouldBeKept_whateverTheirSize() {
        assertThat(properties("")).containsEntry("topic.retention.bytes", "-1");
    }

    @Test
    void internalTopicsShouldNotBeWrittenByOneReplicaAlone() {
        assertThat(properties("topics: {replication: 3}")).containsEntry("topic.min.insync.replicas", "2");
        assertThat(properties("topics: {replication: 2}")).containsEntry("topic.min.insync.replicas", "1");
        assertThat(properties("topics: {replication: 1}")).containsEntry("topic.min.insync.replicas", "1");
    }

    @Test
    void usersWordOnReplicasShouldCount() {
        assertThat(properties("""
                topics: {replication: 3}
                streams: {replication.factor: 1}""")).containsEntry("topic.min.insync.replicas", "1");
        assertThat(properties("""
                topics: {replication: 3}
                streams: {replication.factor: -1}""")).doesNotContainKey("topic.min.insync.replicas");
        assertThat(properties("""
                topics: {replication: 5}
                streams: {topic.min.insync.replicas: 3}""")).containsEntry("topic.min.insync.replicas", "3");
    }

    private static Properties properties(String more) {
        String file = """
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                mongodb: {uri: "mongodb://127.0.0.1:27017/?replicaSet=rs0"}
                jobs:
                  - {name: index, collection: shop.orders, handler: document}
                %s
                """.formatted(more);
        Settings settings = SettingsFile.parse(file, Map.of()).settings().orElseThrow();
        StreamsClient.Site site = new StreamsClient.Site(Path.of("state"), Optional.empty(), StoreWatch.NONE);
        return StreamsProperties.of(
                settings, site, new RocksMemory(settings.processing().memory(), site.watch()), 0);
    }
}
