package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.penstock.records.HeaderNames;
import io.penstock.records.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class OversizedChangeTest {
    private static final int LIMIT = 2_000;
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final OversizedChange oversized = new OversizedChange("app.dead-letters", "cdc", LIMIT, () -> NOW);

    @Test
    void should_concern_what_exceeds_the_limit_by_one_byte() {
        assertThat(oversized.concerns(record(new byte[100], new byte[LIMIT - 100], "h", new byte[0])))
                .isTrue();
        assertThat(oversized.concerns(record(new byte[100], new byte[LIMIT - 101], "h", new byte[0])))
                .isFalse();
    }

    @Test
    void should_keep_key_position_and_as_much_of_the_value_as_fits() {
        byte[] key = "{\"id\":\"7\"}".getBytes(UTF_8);
        byte[] value = "ä".repeat(5_000).getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> change = record(key, value, HeaderNames.POSITION, "1:82AB".getBytes(UTF_8));

        ProducerRecord<byte[], byte[]> letter = oversized.deadLetter(event("7"), change);

        assertThat(letter.topic()).isEqualTo("app.dead-letters");
        assertThat(letter.key()).isEqualTo(key);
        assertThat(RecordSize.of(letter)).isBetween(LIMIT - 2, LIMIT);
        assertThat(new String(letter.value(), UTF_8)).matches("ä+");
        Headers headers = letter.headers();
        assertThat(header(headers, HeaderNames.FORMAT)).isEqualTo("1");
        assertThat(header(headers, HeaderNames.REASON)).isEqualTo("change-too-large");
        assertThat(header(headers, HeaderNames.SEVERITY)).isEqualTo("error");
        assertThat(header(headers, HeaderNames.REMEDY)).contains("max-record-bytes");
        assertThat(header(headers, HeaderNames.ERROR_CLASS)).endsWith("RecordTooLargeException");
        assertThat(header(headers, HeaderNames.ERROR_MESSAGE)).contains("2000");
        assertThat(header(headers, HeaderNames.POSITION)).isEqualTo("1:82AB");
        assertThat(header(headers, HeaderNames.COLLECTION)).isEqualTo("shop.orders");
        assertThat(header(headers, HeaderNames.DOCUMENT_ID)).isEqualTo("7");
        assertThat(header(headers, HeaderNames.SOURCE_TOPIC)).isEqualTo("cdc.shop.orders");
        assertThat(header(headers, HeaderNames.ORIGINAL_SIZE)).isEqualTo(Integer.toString(RecordSize.of(change)));
        assertThat(header(headers, HeaderNames.FIRST_SEEN)).isEqualTo(NOW.toString());
    }

    /** Kafka does not take all signs in a topic's name that MongoDB takes in a collection's. */
    @Test
    void should_name_the_collection_as_mongodb_does() {
        String topic = Topics.changes("cdc", "shop.Aufträge 2026");
        ProducerRecord<byte[], byte[]> change = new ProducerRecord<>(topic, new byte[3 * LIMIT]);

        assertThat(header(oversized.deadLetter(change(topic), change).headers(), HeaderNames.COLLECTION))
                .isEqualTo("shop.Aufträge 2026");
        assertThat(header(oversized.deadLetter(event("7"), change).headers(), HeaderNames.COLLECTION))
                .isEqualTo("shop.Auftr_ge_2026");
    }

    @Test
    void should_be_what_the_schema_of_dead_letters_says() throws Exception {
        ProducerRecord<byte[], byte[]> letter =
                oversized.deadLetter(event("7"), record("{}".getBytes(UTF_8), new byte[LIMIT], "h", new byte[0]));

        ObjectMapper json = new ObjectMapper();
        ObjectNode told = json.createObjectNode().put("key", new String(letter.key(), UTF_8));
        ObjectNode headers = told.putObject("headers");
        letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        told.put("value", new String(letter.value(), UTF_8));
        String schema = Files.readString(Path.of("../docs/schemas/dead-letter.schema.json"));
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(told))
                .isEmpty();
    }

    @Test
    void should_cut_a_key_that_leaves_no_room() {
        ProducerRecord<byte[], byte[]> change = record(new byte[3 * LIMIT], new byte[10], "h", new byte[0]);

        ProducerRecord<byte[], byte[]> letter = oversized.deadLetter(event("x".repeat(3 * LIMIT)), change);

        assertThat(RecordSize.of(letter)).isLessThanOrEqualTo(LIMIT);
        assertThat(letter.key()).isNotEmpty();
        assertThat(letter.value()).hasSize(10);
    }

    @Test
    void should_leave_out_headers_that_leave_no_room() {
        ProducerRecord<byte[], byte[]> change = record(new byte[10], new byte[10], "huge", new byte[2 * LIMIT]);

        ProducerRecord<byte[], byte[]> letter = oversized.deadLetter(event("1"), change);

        assertThat(RecordSize.of(letter)).isLessThanOrEqualTo(LIMIT);
        assertThat(letter.headers().lastHeader("huge")).isNull();
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, String header, byte[] content) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("cdc.shop.orders", key, value);
        record.headers().add(header, content);
        return record;
    }

    private static EngineRecord change(String topic) {
        Schema source = SchemaBuilder.struct()
                .field("db", Schema.STRING_SCHEMA)
                .field("collection", Schema.STRING_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct().field("source", source).build();
        Struct told = new Struct(source).put("db", "shop").put("collection", "Aufträge 2026");
        SourceRecord origin = new SourceRecord(
                Map.of(), Map.of(), topic, null, null, envelope, new Struct(envelope).put("source", told));
        return new EngineRecord(new EmptyEvent(topic), origin);
    }

    private static EngineRecord event(String id) {
        Schema schema = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        SourceRecord origin = new SourceRecord(
                Map.of(), Map.of(), "cdc.shop.orders", schema, new Struct(schema).put("id", id), null, null);
        return new EngineRecord(new EmptyEvent("cdc.shop.orders"), origin);
    }
}
