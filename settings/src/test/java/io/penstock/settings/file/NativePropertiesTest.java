package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.settings.ConnectionSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NativePropertiesTest {
    private static final String JOB = "jobs: [{name: a, collection: shop.orders, handler: document}]\n";

    @Test
    void shouldPassPropertiesThroughUnchanged() {
        ConnectionSettings connections =
                SettingsFile.parse("""
                        kafka:
                          bootstrap.servers: [a:1, b:2]
                          sasl: {mechanism: PLAIN, login: {callback.handler.class: x.Y}}
                          linger.ms: 010
                          compression.type: no
                          reconnect.backoff.ms: 1_000
                          empty: ""
                        mongodb: {uri: "mongodb+srv://host/?x=y", ssl.enabled: true}
                        debezium: {max.batch.size: 2048, transforms: mask, transforms.mask.type: x.Mask}
                        streams: {commit.interval.ms: 1e2, consumer.fetch.max.bytes: 1, at: 2024-01-01}
                        """ + JOB, Map.of()).settings().orElseThrow().connections();

        assertThat(connections.kafka())
                .containsOnly(
                        Map.entry("bootstrap.servers", "a:1,b:2"),
                        Map.entry("sasl.mechanism", "PLAIN"),
                        Map.entry("sasl.login.callback.handler.class", "x.Y"),
                        Map.entry("linger.ms", "010"),
                        Map.entry("compression.type", "no"),
                        Map.entry("reconnect.backoff.ms", "1_000"),
                        Map.entry("empty", ""));
        assertThat(connections.mongodb())
                .containsOnly(Map.entry("uri", "mongodb+srv://host/?x=y"), Map.entry("ssl.enabled", "true"));
        assertThat(connections.debezium()).hasSize(3).containsEntry("max.batch.size", "2048");
        assertThat(connections.streams())
                .containsOnly(
                        Map.entry("commit.interval.ms", "1e2"),
                        Map.entry("consumer.fetch.max.bytes", "1"),
                        Map.entry("at", "2024-01-01"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void shouldRefuseWithTheReason(String section, RefusedProperty refused) {
        String property = refused.name().replaceFirst("\\*$", "");

        assertThat(messages(section, property, "something else"))
                .singleElement()
                .asString()
                .startsWith("'" + property + "' can")
                .contains(refused.reason());
        for (String allowed : refused.allowed()) {
            assertThat(messages(section, property, allowed)).isEmpty();
        }
    }

    static Stream<Arguments> refused() {
        return Keys.NATIVE.stream()
                .flatMap(section ->
                        RefusedProperties.of(section).stream().map(refused -> Arguments.of(section, refused)));
    }

    @Test
    void streamsShouldRefuseWhatKafkaRefusesForEachKindOfClient() {
        for (String prefix : List.of("", "consumer.", "producer.", "admin.", "main.consumer.", "restore.consumer.")) {
            assertThat(messages("streams", prefix + "acks", "1")).hasSize(1);
        }
        assertThat(messages("streams", "producer.linger.ms", "1")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "processing.guarantee, at_least_once",
        "processing.guarantee, exactly_once_v2",
        "main.consumer.auto.offset.reset, latest",
        "producer.acks, 0",
        "rocksdb.config.setter, x.Y",
        "state.cleanup.delay.ms, 86400000",
        "topic.delete.retention.ms, 1000",
        "skipped.operations, u",
        "snapshot.mode, no_data",
        "capture.mode.full.update.type, post_image"
    })
    void kafkaShouldRefuseWhatBelongsToStreamsAndDebezium(String property, String value) {
        assertThat(messages("kafka", property, value))
                .singleElement()
                .asString()
                .startsWith("'" + property + "' ")
                .contains("in 'kafka': ");
    }

    @Test
    void kafkaShouldTakeWhatIsItsOwn() {
        assertThat(messages("kafka", "bootstrap.servers", "localhost:9092")).isEmpty();
        assertThat(messages("kafka", "heartbeat.interval.ms", "1000")).isEmpty();
    }

    @Test
    void shouldTakeAllowedValuesAsTheirOwnersSpellThem() {
        ConnectionSettings connections =
                SettingsFile.parse("""
                        kafka: {acks: " -1", isolation.level: Read_Committed, ssl.key.password: " As it is "}
                        debezium: {capture.scope: Database, event.processing.failure.handling.mode: FAIL}
                        streams: {processing.guarantee: "At_least_once ", producer.acks: ALL}
                        """ + JOB, Map.of()).settings().orElseThrow().connections();

        assertThat(connections.kafka())
                .containsOnly(
                        Map.entry("acks", "-1"),
                        Map.entry("isolation.level", "read_committed"),
                        Map.entry("ssl.key.password", " As it is "));
        assertThat(connections.debezium())
                .containsOnly(
                        Map.entry("capture.scope", "database"),
                        Map.entry("event.processing.failure.handling.mode", "fail"));
        assertThat(connections.streams())
                .containsOnly(Map.entry("processing.guarantee", "at_least_once"), Map.entry("producer.acks", "all"));
    }

    @Test
    void shouldRefuseToForgetDeletionsBeforeTheyAreRead() {
        assertThat(messages("streams", "topic.delete.retention.ms", "59999"))
                .singleElement()
                .asString()
                .startsWith("'topic.delete.retention.ms' must be 60000 or more: ");
        assertThat(messages("streams", "topic.delete.retention.ms", "-1")).hasSize(1);
        assertThat(messages("streams", "topic.delete.retention.ms", "60000")).isEmpty();
        assertThat(messages("streams", "state.cleanup.delay.ms", "86400000")).hasSize(1);
        assertThat(messages("streams", "state.cleanup.dir.max.age.ms", "-1")).hasSize(1);
    }

    @Test
    void shouldRefuseMemoryThatDoesNotHoldTheLargestRecord() {
        assertThat(messages("kafka", "buffer.memory", "8388608"))
                .singleElement()
                .asString()
                .startsWith("'buffer.memory' must be 20972544 or more: ")
                .contains("'topics.max-record-bytes'");
        assertThat(messages("kafka", "buffer.memory", "20972544")).isEmpty();
        assertThat(messages("streams", "producer.buffer.memory", "20972543")).hasSize(1);
        assertThat(SettingsFile.parse(
                                "topics: {max-record-bytes: 4MB}\nkafka: {buffer.memory: 8388608}\n" + JOB, Map.of())
                        .problems())
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatBeginsLikeAWholeFamily() {
        assertThat(messages("debezium", "offset.storage.topic", "x")).hasSize(1);
        assertThat(messages("debezium", "cursor.pipeline.order", "user_only")).hasSize(1);
        assertThat(messages("debezium", "offset.flush.interval.ms", "10")).isEmpty();
        assertThat(messages("debezium", "key.converter.schemas.enable", "true")).isEmpty();
    }

    @Test
    void shouldWarnOfWhatAtLeastOnceLoses() {
        for (String value : List.of("at_least_once", "'at_least_once '")) {
            Reading reading = SettingsFile.parse("streams: {processing.guarantee: " + value + "}\n" + JOB, Map.of());

            assertThat(reading.settings()).isPresent();
            assertThat(reading.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("1:33: ")
                    .contains("one result per task");
        }
    }

    @Test
    void shouldWarnOfWhatDeltaDoesNotBring() {
        Reading reading = SettingsFile.parse("""
                source: {document: delta}
                jobs: [{name: a, collection: shop.orders, handler: document, shard-key: /c, not-before: /due}]
                """, Map.of());

        assertThat(reading.warnings())
                .extracting(Object::toString)
                .hasSize(3)
                .allMatch(warning -> warning.contains("updates carry no document"))
                .anyMatch(warning -> warning.contains("'shard-key'"))
                .anyMatch(warning -> warning.contains("as that of a delete is"))
                .anyMatch(warning -> warning.contains("moves its task to now"));
    }

    @Test
    void shouldWarnOfALedgerThatForgetsBeforeTheTopicsDo() {
        assertThat(SettingsFile.parse("ledger: {after-delete: 1d}\n" + JOB, Map.of())
                        .warnings())
                .singleElement()
                .asString()
                .contains("'ledger.after-delete' (1d) is shorter than 'topics.retention' (7d)");
    }

    private static List<String> messages(String section, String property, String value) {
        String yaml = section + ":\n  \"" + property + "\": \"" + value + "\"\n" + JOB;
        return SettingsFile.parse(yaml, Map.of()).problems().stream()
                .map(problem -> problem.message())
                .toList();
    }
}
