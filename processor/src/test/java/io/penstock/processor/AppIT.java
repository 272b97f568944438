package io.penstock.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.testing.Change;
import io.penstock.processor.testing.TestJob;
import io.penstock.processor.testing.TestSettings;
import io.penstock.processor.testing.TestStream;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor against a real broker. */
class AppIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<String, String> results;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        results = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        results.close();
        broker.close();
    }

    private Settings settings(TestJob... jobs) {
        return TestSettings.at(broker.bootstrapServers(), jobs);
    }

    private App run(Settings settings) {
        App app = new App(settings, folder.resolve("state"), TaskListener.NONE);
        app.start(failure -> {
            throw new AssertionError("The processor failed", failure);
        });
        await().atMost(PATIENCE).until(app::isRunning);
        return app;
    }

    private void tell(Change... changes) throws ExecutionException, InterruptedException {
        for (Change change : changes) {
            producer.send(new ProducerRecord<>(
                            TestStream.CHANGES, null, null, change.key(), change.value(), change.headers()))
                    .get();
        }
    }

    private void awaitResults(int count) {
        if (results.assignment().isEmpty()) {
            List<TopicPartition> all = IntStream.range(
                            0, results.partitionsFor("penstock.results").size())
                    .mapToObj(partition -> new TopicPartition("penstock.results", partition))
                    .toList();
            results.assign(all);
            results.seekToBeginning(all);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            results.poll(Duration.ofMillis(100)).forEach(seen::add);
            assertThat(seen).hasSizeGreaterThanOrEqualTo(count);
        });
        results.poll(Duration.ofMillis(200)).forEach(seen::add);
        assertThat(seen).hasSize(count);
    }

    @Test
    void shouldSettleEachVersionOnceAcrossARestart() throws Exception {
        Settings settings = settings(TestJob.named("index").shardKey("/customer"));
        try (App app = run(settings)) {
            for (int id = 1; id <= 20; id++) {
                tell(Change.insert(id, 10 + id, "\"n\": 1, \"customer\": \"c%d\"".formatted(id % 3)));
            }
            awaitResults(20);
            assertThat(app.isRunning()).isTrue();
        }
        try (App app = run(settings)) {
            tell(Change.insert(1, 11, "\"n\": 1, \"customer\": \"c1\""));
            tell(Change.update(1, 50, "\"n\": 2, \"customer\": \"c1\""), Change.delete(2, 51));
            awaitResults(22);
            assertThat(app.isRunning()).isTrue();
        }
        Map<String, Integer> byTask = new HashMap<>();
        seen.forEach(record -> byTask.merge(record.key(), 1, Integer::sum));
        assertThat(byTask).containsEntry("1", 2).containsEntry("2", 2).hasSize(20);
    }

    @Test
    void shouldMakeNoTransactionAtRest() throws Exception {
        Settings settings = settings(TestJob.named("index").shardKey("/customer"));
        try (App app = run(settings)) {
            tell(Change.insert(1, 10, "\"n\": 1, \"customer\": \"c\""));
            awaitResults(1);
            AtomicReference<Map<TopicPartition, Long>> last = new AtomicReference<>(Map.of());

            // Five seconds in a row in which the transaction coordinator's log does not grow.
            await().atMost(PATIENCE)
                    .during(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        Map<TopicPartition, Long> ends = transactionLogEnds();
                        return ends.equals(last.getAndSet(ends));
                    });
            assertThat(app.isRunning()).isTrue();
        }
    }

    private Map<TopicPartition, Long> transactionLogEnds() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> all = new HashMap<>();
            Collection<TopicDescription> described = admin.describeTopics(List.of("__transaction_state"))
                    .allTopicNames()
                    .get()
                    .values();
            described.stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .map(partition -> new TopicPartition("__transaction_state", partition.partition()))
                    .forEach(partition -> all.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(all).all().get().entrySet()) {
                ends.put(end.getKey(), end.getValue().offset());
            }
            return ends;
        }
    }
}
