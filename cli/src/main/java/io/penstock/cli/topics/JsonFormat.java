package io.penstock.cli.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.records.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as one JSON object on one line: {@code time}, {@code partition}, {@code offset}, {@code key}, each of
 * Penstock's headers ({@code penstock.task-id} as {@code task_id}), {@code value}, and the original's headers as
 * {@code headers}. A value that is JSON is put in as it is, other text as text, and what is no text as
 * {@code value_base64}.
 */
public final class JsonFormat implements RecordFormat {
    private static final Set<String> NUMBERS = Set.of(
            HeaderNames.FORMAT,
            HeaderNames.ATTEMPTS,
            HeaderNames.ROUND,
            HeaderNames.SOURCE_PARTITION,
            HeaderNames.SOURCE_OFFSET,
            HeaderNames.ORIGINAL_SIZE);

    // Numbers keep their digits; documents have more of them than a double holds.
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Override
    public String format(ConsumerRecord<byte[], byte[]> record) {
        PenstockHeaders headers = PenstockHeaders.of(record.headers());
        ObjectNode line = json.createObjectNode();
        line.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
        line.put("partition", record.partition());
        line.put("offset", record.offset());
        putText(line, "key", record.key());
        headers.own().forEach((name, value) -> putHeader(line, name, value));
        putValue(line, record.value());
        if (!headers.others().isEmpty()) {
            ObjectNode others = line.putObject("headers");
            headers.others().forEach(others::put);
        }
        return line.toString();
    }

    private static void putHeader(ObjectNode line, String name, String value) {
        String field = name.substring(HeaderNames.PREFIX.length()).replace('-', '_');
        if (NUMBERS.contains(name) && value.matches("-?\\d{1,18}")) {
            line.put(field, Long.parseLong(value));
        } else {
            line.put(field, value);
        }
    }

    private void putValue(ObjectNode line, byte[] value) {
        Optional<JsonNode> node = text(value).flatMap(this::parse);
        if (node.isPresent()) {
            line.set("value", node.get());
        } else {
            putText(line, "value", value);
        }
    }

    private Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = json.readTree(text);
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static void putText(ObjectNode line, String field, byte[] value) {
        if (value == null) {
            line.putNull(field);
            return;
        }
        Optional<String> text = text(value);
        if (text.isPresent()) {
            line.put(field, text.get());
        } else {
            line.put(field + "_base64", value);
        }
    }

    private static Optional<String> text(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
