package io.penstock.signals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the foreground tells in a topic. */
class TopicSignalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static EmbeddedBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private final Heard heard = new Heard();

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(data, 0);
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(properties);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        broker.close();
    }

    @AfterEach
    void awaitEnd() {
        Sources.awaitEnd();
    }

    private static void topic(String name) throws Exception {
        // A controller that stood still for seconds takes its broker for dead, until it hears of it again.
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(failed -> failed.getCause() instanceof InvalidReplicationFactorException)
                .until(() -> {
                    admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                            .all()
                            .get();
                    return true;
                });
    }

    private static void send(String topic, int partition, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)))
                .get();
    }

    private static SignalSource source(String signal) {
        return Sources.of(signal, "kafka: {bootstrap.servers: '" + broker.bootstrapServers() + "'}");
    }

    @Test
    void latenciesOfAllPartitionsShouldBeToldFromNowOnAndWithoutAGroup() throws Exception {
        topic("latencies");
        send("latencies", 0, "{\"latency\": 999}");
        try (SignalSource signal = source("{name: shop, p99: 20ms, topic: {name: latencies}}")) {
            signal.start(heard);
            await().atMost(PATIENCE).until(() -> {
                send("latencies", 0, "{\"latency\": 1.5}");
                send("latencies", 1, "{\"latency\": [2, 3]}");
                return heard.latencies.containsAll(List.of(1_500_000L, 2_000_000L, 3_000_000L));
            });

            assertThat(heard.latencies).doesNotContain(999_000_000L);
            assertThat(heard.names).containsOnly("shop");
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadShouldBeSaidOnceAndCountedAndTheRestHeard() throws Exception {
        topic("readings");
        try (Said said = new Said();
                SignalSource signal =
                        source("{name: shop, p99: 20ms, topic: {name: readings, value: /p99, unit: s, as: reading}}")) {
            signal.start(heard);
            await().atMost(PATIENCE).until(() -> {
                send("readings", 0, "{\"p99\": \"opensesame\"}");
                return signal.unreadable() >= 3;
            });
            assertThat(heard.readings).isEmpty();
            await().atMost(PATIENCE).until(() -> {
                send("readings", 1, "{\"p99\": 0.25}");
                return heard.readings.contains(250_000_000L);
            });

            assertThat(said.silences())
                    .isNotEmpty()
                    .allSatisfy(line ->
                            assertThat(line).contains("no latency at '/p99'").doesNotContain("opensesame"));
        }
    }

    @Test
    void aTopicThatIsNotThereShouldBeSaidAndNotMade() throws Exception {
        try (Said said = new Said();
                SignalSource signal = source("{name: shop, p99: 20ms, topic: {name: not-there}}")) {
            signal.start(heard);

            await().atMost(PATIENCE).until(() -> signal.unreadable() >= 1);
            assertThat(said.silences()).anySatisfy(line -> assertThat(line).contains("not-there"));
            assertThat(admin.listTopics().names().get()).doesNotContain("not-there");
            topic("not-there");
            await().atMost(PATIENCE).until(() -> {
                send("not-there", 0, "{\"latency\": 7}");
                return heard.latencies.contains(7_000_000L);
            });
        }
    }
}
