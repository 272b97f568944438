package io.penstock.cli.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.penstock.cli.process.StopSignal;
import io.penstock.cli.topics.Extent;
import io.penstock.cli.topics.KafkaAccess;
import io.penstock.cli.topics.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** All records of a deployment's topics, held against the schemas in {@code docs/schemas}. */
final class PublishedRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TOPICS = Map.of(
            "penstock.shop.orders", "change",
            "penstock.results", "result",
            "penstock.dead-letters", "dead-letter",
            "penstock.task-events", "task-event",
            "penstock.commands", "command",
            "penstock.command-answers", "command-answer",
            "penstock.jobs", "jobs",
            "penstock.governor", "governor",
            "penstock.source-offsets", "source-offset");

    private final RecordReader reader;

    PublishedRecords(String kafka) {
        this.reader = new RecordReader(new KafkaAccess(Map.of("bootstrap.servers", kafka)), new StopSignal());
    }

    void areAsTheirSchemasSay() throws IOException {
        for (Map.Entry<String, String> topic : TOPICS.entrySet()) {
            JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("../docs/schemas", topic.getValue() + ".schema.json")));
            int[] count = {0};
            reader.read(topic.getKey(), Extent.WHAT_IS_THERE, record -> {
                count[0]++;
                JsonNode node = node(record, !topic.getValue().equals("dead-letter"));
                assertThat(schema.validate(node))
                        .as("%s: %s", topic.getKey(), node)
                        .isEmpty();
                return true;
            });
            assertThat(count[0]).as(topic.getKey()).isPositive();
        }
    }

    private static JsonNode node(ConsumerRecord<byte[], byte[]> record, boolean keyOfJson) {
        ObjectNode node = JSON.createObjectNode();
        JsonNode key = json(record.key());
        node.set("key", keyOfJson && key.isContainerNode() ? key : text(record.key()));
        ObjectNode headers = node.putObject("headers");
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        node.set("value", record.value() == null ? JSON.nullNode() : json(record.value()));
        return node;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(new String(bytes, UTF_8));
        } catch (JsonProcessingException none) {
            return text(bytes);
        }
    }

    private static JsonNode text(byte[] bytes) {
        return JSON.getNodeFactory().textNode(new String(bytes, UTF_8));
    }
}
