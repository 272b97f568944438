package io.penstock.connectors.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads what is committed in a topic, from its beginning, and keeps what it has read. */
public final class TopicReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A record of a topic. */
    public record Read(ConsumerRecord<byte[], byte[]> record) {
        public String key() {
            return new String(record.key(), UTF_8);
        }

        /** The value as JSON; a missing node for a tombstone. */
        public JsonNode value() {
            return record.value() == null ? JSON.missingNode() : json(new String(record.value(), UTF_8));
        }

        /** The document's id as JSON. */
        public String id() {
            return json(key()).get("id").asText();
        }

        public String op() {
            return value().path("op").asText();
        }

        public String after() {
            return value().path("after").asText();
        }

        public Optional<String> position() {
            return header(HeaderNames.POSITION).flatMap(text -> PositionHeader.decode(text.getBytes(UTF_8)));
        }

        public Optional<String> header(String name) {
            Header header = record.headers().lastHeader(name);
            return header == null ? Optional.empty() : Optional.of(new String(header.value(), UTF_8));
        }

        private static JsonNode json(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<Read> read = new ArrayList<>();

    public TopicReader(String bootstrapServers, String topic) {
        this.topic = topic;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** All records so far. */
    public List<Read> read() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
        }
        if (!consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> read.add(new Read(record)));
        }
        return read;
    }

    /** Waits until what has been read is as it should be; gives it. */
    public List<Read> awaitAll(Predicate<List<Read>> enough) {
        Awaitility.await("records of " + topic)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .conditionEvaluationListener(condition -> {})
                .until(() -> enough.test(read()));
        return read;
    }

    /** Waits for as many records. */
    public List<Read> await(int count) {
        return awaitAll(records -> records.size() >= count);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
