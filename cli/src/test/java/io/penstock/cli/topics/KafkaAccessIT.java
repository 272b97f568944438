package io.penstock.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessIT {
    @TempDir
    Path folder;

    @Test
    void membersOfAGroup_areFound_whicheverItsProtocol() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(Map.copyOf(kafka))) {
                admin.createTopics(List.of(new NewTopic("changes", 1, (short) 1)))
                        .all()
                        .get();
            }
            KafkaAccess access = new KafkaAccess(kafka);
            assertThat(access.members("nobodys")).isEmpty();
            for (String protocol : List.of("classic", "streams")) {
                try (KafkaStreams streams = streams(kafka, protocol)) {
                    streams.start();
                    await().atMost(Duration.ofMinutes(2))
                            .untilAsserted(() -> assertThat(access.members("shop-" + protocol))
                                    .singleElement()
                                    .asString()
                                    .startsWith("the-one"));
                }
            }
        }
    }

    private KafkaStreams streams(Map<String, String> kafka, String protocol) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("changes").foreach((key, value) -> {});
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.put("application.id", "shop-" + protocol);
        properties.put("client.id", "the-one");
        properties.put("group.protocol", protocol);
        properties.put("state.dir", folder.resolve("state").toString());
        return new KafkaStreams(builder.build(), properties);
    }
}
