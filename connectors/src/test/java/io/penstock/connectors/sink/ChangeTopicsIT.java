package io.penstock.connectors.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.connectors.testing.AdminWithout;
import io.penstock.connectors.testing.MadeTopics;
import io.penstock.connectors.testing.SettingsFixture;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The topics of the engine on a cluster that has its own defaults, its own topics and its own rights. */
class ChangeTopicsIT {
    private static EmbeddedBroker broker;

    private final String application = UUID.randomUUID().toString();
    private final String offsets = application + ".source-offsets";
    private final String changes = application + ".shop.orders";
    private Settings settings;
    private Admin admin;

    @BeforeAll
    static void startBroker(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        settings = fixture().settings();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void disconnect() {
        admin.close(Duration.ZERO);
    }

    @Test
    void should_refuse_a_topic_of_offsets_from_which_the_newest_is_deleted() {
        MadeTopics.make(broker.bootstrapServers(), offsets("delete"));

        assertThatThrownBy(() -> topics(admin).prepare(List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(offsets)
                .hasMessageContaining("cleanup.policy=delete")
                .hasMessageContaining("--add-config cleanup.policy=compact");
    }

    @Test
    void should_go_on_where_the_topic_of_offsets_may_not_be_looked_into() {
        MadeTopics.make(broker.bootstrapServers(), offsets("delete"));

        assertThatCode(() -> topics(AdminWithout.describeConfigs(admin)).prepare(List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void should_keep_changes_for_their_time_whatever_their_size() throws Exception {
        topics(admin).prepare(List.of(changes));

        assertThat(config(changes).get("retention.bytes").value()).isEqualTo("-1");
        assertThat(config(changes).get("retention.bytes").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(config(changes).get("cleanup.policy").value()).isEqualTo("delete");
    }

    /** A place in the stream holds the whole id of its document, and an id may be as long as a document. */
    @ParameterizedTest
    @CsvSource({"5000000, 5001024", "20000, 1049600"})
    void should_let_an_offset_be_as_large_as_a_change_and_as_kafka_does(int maxRecordBytes, String taken)
            throws Exception {
        settings = fixture().withMaxRecordBytes(maxRecordBytes).settings();

        topics(admin).prepare(List.of());

        assertThat(config(offsets).get("max.message.bytes").value()).isEqualTo(taken);
    }

    @Test
    void should_let_no_replica_alone_take_what_is_written() throws Exception {
        topics(admin).prepare(List.of(changes));

        for (String topic : List.of(changes, offsets)) {
            assertThat(config(topic).get("min.insync.replicas").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(config(topic).get("min.insync.replicas").value()).isEqualTo("1");
        }
    }

    @Test
    void should_not_need_the_right_to_make_topics_that_are_there() {
        MadeTopics.make(
                broker.bootstrapServers(),
                offsets("compact"),
                new NewTopic(application + ".dead-letters", 1, (short) 1),
                new NewTopic(changes, 1, (short) 1));
        ChangeTopics topics = topics(AdminWithout.createTopics(admin));

        assertThatCode(() -> topics.prepare(List.of(changes))).doesNotThrowAnyException();
        // One that a pattern matches and that was made since.
        MadeTopics.make(broker.bootstrapServers(), new NewTopic(application + ".shop.later", 1, (short) 1));
        assertThatCode(() -> topics.ensure(application + ".shop.later")).doesNotThrowAnyException();
    }

    private SettingsFixture fixture() {
        return SettingsFixture.watching("shop.orders")
                .withApplication(application)
                .withKafka("bootstrap.servers", broker.bootstrapServers());
    }

    private NewTopic offsets(String policy) {
        return new NewTopic(offsets, 1, (short) 1).configs(Map.of("cleanup.policy", policy));
    }

    private ChangeTopics topics(Admin admin) {
        return new ChangeTopics(admin, settings);
    }

    private Config config(String topic) throws Exception {
        return admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }
}
