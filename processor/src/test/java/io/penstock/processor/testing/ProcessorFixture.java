package io.penstock.processor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.App;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real broker, what is told to the processor, and what a read-committed consumer sees of its results. */
public final class ProcessorFixture implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LARGEST_CHANGE = 40 << 20;
    private static final String RESULTS = "penstock.results";
    private static final String PEOPLE = "penstock.shop.people";

    private final Path folder;
    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    public ProcessorFixture(Path folder) {
        this.folder = folder;
        this.broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "acks",
                        "all",
                        "max.request.size",
                        LARGEST_CHANGE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** The settings of a processor. */
    public Settings settings(TestJob... jobs) {
        return TestSettings.at(broker.bootstrapServers(), jobs);
    }

    /** A processor that runs. */
    public App run(TestJob... jobs) {
        return run("state", settings -> settings, jobs);
    }

    /** A processor that runs, with its stores in this folder and its settings changed. */
    public App run(String state, UnaryOperator<Settings> changed, TestJob... jobs) {
        return run(state, changed.apply(settings(jobs)));
    }

    /** A processor that runs, whose handlers have a database. */
    public App runWith(String mongodb, TestJob... jobs) {
        return run("state", TestSettings.at(broker.bootstrapServers(), mongodb, jobs));
    }

    /** What read-committed readers see of the topic of dead letters. */
    public List<ConsumerRecord<String, String>> deadLetters() {
        try (KafkaConsumer<String, String> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = reader.partitionsFor("penstock.dead-letters").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            reader.assign(all);
            reader.seekToBeginning(all);
            List<ConsumerRecord<String, String>> letters = new ArrayList<>();
            Map<TopicPartition, Long> ends = reader.endOffsets(all);
            while (all.stream().anyMatch(partition -> reader.position(partition) < ends.getOrDefault(partition, 0L))) {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
            return letters;
        }
    }

    private App run(String state, Settings settings) {
        App app = new App(settings, folder.resolve(state), new TaskListener() {
            @Override
            public void happened(TaskEventKind kind, PendingTask task) {
                events.add(kind.text() + " " + task.key().taskId());
            }
        });
        app.start(failure -> {
            throw new AssertionError("The processor failed", failure);
        });
        awaitRunning(app);
        return app;
    }

    /** Waits until a processor works; partitions that move interrupt that for a moment. */
    public static void awaitRunning(App app) {
        await().atMost(PATIENCE).until(app::isRunning);
    }

    public void tell(Change... changes) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Change change : changes) {
            sent.add(producer.send(record(change)));
        }
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    /** Nothing that was processed of shop.orders was committed. No processor may run. */
    public void rewind() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
                admin.listConsumerGroupOffsets("penstock").partitionsToOffsetAndMetadata().get().keySet().stream()
                        .filter(partition -> partition.topic().equals("penstock.shop.orders"))
                        .forEach(partition -> begin.put(partition, new OffsetAndMetadata(0)));
                admin.alterConsumerGroupOffsets("penstock", begin).all().get();
                return !begin.isEmpty();
            });
        }
    }

    /** Tells changes of shop.people, on the topic of which they are. */
    public void tellOfPeople(Change... changes) throws ExecutionException, InterruptedException {
        for (Change change : changes) {
            byte[] value = new String(change.value(), UTF_8)
                    .replace("\"orders\"", "\"people\"")
                    .getBytes(UTF_8);
            producer.send(new ProducerRecord<>(PEOPLE, null, null, change.key(), value, change.headers()))
                    .get();
        }
    }

    /** Makes the topic of the changes of shop.people, with as many partitions as are asked for. */
    public void makePeople(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(PEOPLE, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Gives the topic of the changes of shop.orders so many partitions. */
    public void growOrders(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(TestStream.CHANGES, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    /** What is configured for a topic. */
    public String configured(String topic, String name) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = admin()) {
            Config config = admin.describeConfigs(List.of(resource)).all().get().values().stream()
                    .findFirst()
                    .orElseThrow();
            return config.get(name).value();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Tells a change as an engine does that is killed before it commits. */
    public void tellAndAbort(Change change) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> zombie = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "zombie"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            zombie.initTransactions();
            zombie.beginTransaction();
            zombie.send(record(change)).get();
            zombie.abortTransaction();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Change change) {
        return new ProducerRecord<>(TestStream.CHANGES, null, null, change.key(), change.value(), change.headers());
    }

    /** What the process has told its listener, as {@code kind task}; more may be told than was committed. */
    public List<String> events() {
        return List.copyOf(events);
    }

    public List<ConsumerRecord<String, String>> results() {
        return List.copyOf(seen);
    }

    /** Waits for so many results, and a moment longer for more, of which there must be none. */
    public void awaitResults(int count) {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> all = IntStream.range(
                            0, consumer.partitionsFor(RESULTS).size())
                    .mapToObj(partition -> new TopicPartition(RESULTS, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
            assertThat(seen.size()).isGreaterThanOrEqualTo(count);
        });
        consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
        assertThat(seen.size()).isEqualTo(count);
    }

    /** Waits for three seconds in a row in which the transaction coordinator's log does not grow. */
    public void awaitAtRest() {
        awaitNothingNew("__transaction_state");
    }

    /** Waits for three seconds in a row in which nothing is written to a topic. */
    public void awaitNothingNew(String topic) {
        AtomicReference<Map<TopicPartition, Long>> last = new AtomicReference<>(Map.of());
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Map<TopicPartition, Long> ends = ends(topic);
                    return ends.equals(last.getAndSet(ends));
                });
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
        broker.close();
    }

    private Map<TopicPartition, Long> ends(String name) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> all = new HashMap<>();
            Collection<TopicDescription> described =
                    admin.describeTopics(List.of(name)).allTopicNames().get().values();
            described.stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .map(partition -> new TopicPartition(name, partition.partition()))
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
