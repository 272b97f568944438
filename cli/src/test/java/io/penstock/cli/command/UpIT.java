package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.penstock.cli.testing.CopiedShop;
import io.penstock.cli.testing.PenstockProcess;
import io.penstock.embedded.mongodb.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;

    UpIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void goesOnWhereItEnded_andEndsInOrder() throws Exception {
        try (CopiedShop shop = new CopiedShop(folder, StandInOptions.defaults())) {
            shop.insert(1);
            try (PenstockProcess up = shop.up()) {
                String ready = up.awaitLine("Penstock ready");
                shop.insert(2);
                awaitResults(ready, "1", "2");
                awaitRest(ready);
                assertThat(up.terminate()).as("%s", up.err()).isZero();
                assertThat(up.out()).hasSize(1);
                assertThat(up.err())
                        .anyMatch(line -> line.startsWith("Starting broker, processor and change engine; the log is "))
                        .anyMatch(line -> line.startsWith("Ending: attempts have up to "));
            }
            shop.insert(3);
            try (PenstockProcess up = shop.up()) {
                awaitResults(up.awaitLine("Penstock ready"), "1", "2", "3");
                copiesResultsAndLedger(shop);
                shop.beginSlowly();
                assertThat(up.terminate()).as("%s", up.err()).isZero();
                // An attempt that runs gets the time of shutdown.grace.
                assertThat(shop.slowIsDone()).isTrue();
                assertThat(log(up)).contains("INFO", "io.debezium").doesNotContain(CopiedShop.SECRET);
            }
        }
    }

    private void copiesResultsAndLedger(CopiedShop shop) throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shop.own("results")).extracting("taskId").containsExactlyInAnyOrder("1", "2", "3");
            assertThat(shop.own("ledger"))
                    .extracting("taskId", "outcome", "deleted")
                    .containsExactlyInAnyOrder(
                            tuple("1", "succeeded", false),
                            tuple("2", "succeeded", false),
                            tuple("3", "succeeded", false));
        });
        shop.delete(2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop.own("ledger"))
                        .extracting("taskId", "deleted")
                        .contains(tuple("2", true)));
        try (PenstockProcess forget =
                PenstockProcess.start(folder, "forget", "--config", "penstock.yaml", "--job", "copy", "2")) {
            assertThat(forget.awaitEnd()).as("%s", forget.err()).isZero();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(shop.own("ledger")).extracting("taskId").containsExactlyInAnyOrder("1", "3"));
    }

    @Test
    void saysInOneLineWhyItCannotGoOn() throws Exception {
        StandInOptions forgetful = StandInOptions.defaults().withOplog(10, 1 << 20);
        try (CopiedShop shop = new CopiedShop(folder, forgetful)) {
            try (PenstockProcess up = shop.up()) {
                String ready = up.awaitLine("Penstock ready");
                shop.insert(1);
                awaitResults(ready, "1");
                up.terminate();
            }
            for (int id = 2; id < 100; id++) {
                shop.insert(id);
            }
            try (PenstockProcess up = shop.up()) {
                assertThat(up.awaitEnd()).isEqualTo(1);
                assertThat(up.err()).last().asString().startsWith("penstock: The change engine has ended: ");
            }
        }
    }

    @Test
    void tellsAllThatIsWrongWithItsFile() throws Exception {
        Files.writeString(folder.resolve("penstock.yaml"), """
                mongodb:
                  uri: mongodb://127.0.0.1:1/?replicaSet=rs0
                debezium:
                  tasks.max: 2
                jobs:
                  - name: copy
                    collection: shop.orders
                    when: doc.status ==
                    handler: com.acme.Missing
                """);
        try (PenstockProcess up = PenstockProcess.start(folder, "up", "--config", "penstock.yaml")) {
            assertThat(up.awaitEnd()).isEqualTo(2);
            assertThat(up.err()).anyMatch(line -> line.contains("tasks.max"));
            assertThat(up.err()).anyMatch(line -> line.contains("penstock.yaml:8:"));
            assertThat(up.err()).anyMatch(line -> line.contains("com.acme.Missing"));
        }
    }

    private String log(PenstockProcess up) throws IOException {
        return Files.readString(folder.resolve(up.awaitLine("the log is ").replaceFirst(".*the log is ", "")));
    }

    private static String address(String readyLine) {
        return readyLine.replaceFirst(".*Kafka at ([^;]*);.*", "$1");
    }

    /** Waits for a time of several heartbeats in which there is no transaction. */
    private static void awaitRest(String readyLine) {
        AtomicReference<Map<TopicPartition, Long>> last = new AtomicReference<>(Map.of());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address(readyLine)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> transactions = partitions(consumer, "__transaction_state");
            await().atMost(PATIENCE).during(Duration.ofSeconds(5)).until(() -> {
                Map<TopicPartition, Long> ends = consumer.endOffsets(transactions);
                return ends.equals(last.getAndSet(ends));
            });
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static void awaitResults(String readyLine, String... taskIds) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", address(readyLine), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, "penstock.results");
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Set<String> seen = new TreeSet<>();
            await().atMost(PATIENCE).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(record.key()));
                assertThat(seen).containsExactly(taskIds);
            });
        }
    }
}
