package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.registry.PartitionCountGuard;
import io.penstock.processor.registry.Register;
import io.penstock.processor.registry.Terms;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.records.Layout;
import io.penstock.settings.GovernorSettings;
import io.penstock.settings.Settings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a processor finds when it starts on a cluster that is not its own: defaults, topics and rights. */
class TopicSetupIT {
    private static final String CHANGES = "penstock.shop.orders";
    private static final Layout SHARDED = new Layout(true, 4);

    private final Logger penstock = (Logger) LoggerFactory.getLogger("io.penstock.processor.stream");
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    private EmbeddedBroker broker;
    private Admin admin;
    private Settings settings;

    @BeforeEach
    void start(@TempDir Path folder) {
        broker = EmbeddedBroker.start(folder, 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        settings = TestSettings.governed(
                TestSettings.at(
                        broker.bootstrapServers(), TestJob.named("index").shardKey("/customer")),
                "mongodb://localhost:9",
                new GovernorSettings(1, 64, List.of()));
        told.start();
        penstock.addAppender(told);
    }

    @AfterEach
    void stop() {
        penstock.detachAppender(told);
        admin.close(Duration.ZERO);
        broker.close();
    }

    @Test
    void topics_keepWhatTheyHaveForItsTime_whateverItsSize() throws Exception {
        run(admin);

        for (String topic : List.of(CHANGES, "penstock.results", "penstock.dead-letters", "penstock.commands")) {
            assertThat(config(topic).get("retention.bytes").value()).isEqualTo("-1");
            assertThat(config(topic).get("retention.bytes").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(config(topic).get("cleanup.policy").value()).isEqualTo("delete");
        }
    }

    @Test
    void topics_areNotWritten_byOneReplicaAlone() throws Exception {
        run(admin);

        for (String topic : List.of(CHANGES, "penstock.results", "penstock.intake", "penstock.governor")) {
            assertThat(config(topic).get("min.insync.replicas").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        }
    }

    @Test
    void topicOfTheGovernor_isRefused_ifTheNewestIsDeletedThere() throws Exception {
        make(new NewTopic("penstock.governor", 1, (short) 1).configs(Map.of("cleanup.policy", "delete")));

        assertThatThrownBy(() -> run(admin))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("penstock.governor")
                .hasMessageContaining("cleanup.policy=delete")
                .hasMessageContaining("--add-config cleanup.policy=compact");
    }

    @Test
    void rightToMakeTopics_isNotNeeded_whereAllAreThere() {
        int parts = run(admin);

        assertThat(run(answering("createTopics", topics -> {
                    throw new AssertionError("It wants to make " + topics);
                })))
                .isEqualTo(parts);
    }

    @Test
    void changesThatWereDeletedUnread_areAnError() throws Exception {
        run(admin);
        write(CHANGES, 1, 10);
        write(CHANGES, 2, 10);
        committed(Map.of(new TopicPartition(CHANGES, 1), 3L, new TopicPartition(CHANGES, 2), 7L));
        delete(new TopicPartition(CHANGES, 1), 7);
        delete(new TopicPartition(CHANGES, 2), 7);

        run(admin);

        assertThat(told.list)
                .filteredOn(event -> event.getLevel().equals(Level.ERROR))
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains(CHANGES, "partition 1", "4 records", "offset 3", "penstock snapshot", "topics.retention");
    }

    @Test
    void oneReplicaOnACluster_isAWarning() throws Exception {
        run(admin);
        assertThat(told.list).isEmpty();

        DescribeClusterResult three = brokers(3);
        run(answering("describeCluster", nothing -> three));

        assertThat(told.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("topics.replication", "3 brokers");
        });
    }

    private int run(Admin by) {
        return new TopicSetup(
                        settings, SHARDED, PartitionCountGuard.of(settings, Terms.draining(settings, Register.EMPTY)))
                .run(Sources.of(settings), by);
    }

    /** An admin client that answers one kind of question differently. */
    private Admin answering(String question, Function<Object, Object> answer) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(question)) {
                        return answer.apply(arguments == null ? Set.of() : arguments[0]);
                    }
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static DescribeClusterResult brokers(int count) throws ReflectiveOperationException {
        Collection<Node> nodes = IntStream.range(0, count)
                .mapToObj(id -> new Node(id, "localhost", 9))
                .toList();
        // Kafka's own tests alone may make one.
        Constructor<DescribeClusterResult> made = DescribeClusterResult.class.getDeclaredConstructor(
                KafkaFuture.class, KafkaFuture.class, KafkaFuture.class, KafkaFuture.class);
        made.setAccessible(true);
        return made.newInstance(
                KafkaFuture.completedFuture(nodes),
                KafkaFuture.completedFuture(nodes.iterator().next()),
                KafkaFuture.completedFuture("cluster"),
                KafkaFuture.completedFuture(Set.of()));
    }

    private void make(NewTopic topic) throws Exception {
        admin.createTopics(List.of(topic)).all().get();
    }

    private void write(String topic, int partition, int count) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, partition, "key", "value"))
                        .get();
            }
        }
    }

    private void committed(Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets("penstock", all).all().get();
    }

    private void delete(TopicPartition partition, long before) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
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
