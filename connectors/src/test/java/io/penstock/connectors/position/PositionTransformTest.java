package io.penstock.connectors.position;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.connector.mongodb.ResumeTokens;
import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import io.penstock.records.ResumeToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTransformTest {
    private static final Map<String, String> PARTITION = Map.of("server_id", "shop");
    private static final String TOPIC = "shop.facts.orders";

    @ParameterizedTest
    @ValueSource(strings = {"change-events.jsonl", "transaction.jsonl"})
    void should_copy_every_recorded_token_into_the_header(String recording) throws Exception {
        for (BsonDocument event : recorded(recording)) {
            BsonDocument token = event.getDocument("_id");

            SourceRecord moved = transform(Map.of()).apply(change(offset(token)));

            assertThat(onTheTopic(moved, new SimpleHeaderConverter()))
                    .isEqualTo(PositionHeader.encode(token.getString("_data").getValue()));
        }
    }

    @Test
    void should_write_a_token_of_bytes_as_hexadecimal_text() {
        BsonDocument token = BsonDocument.parse("{_data: {$binary: {base64: 'AasK', subType: '00'}}}");

        SourceRecord moved = transform(Map.of()).apply(change(offset(token)));

        assertThat(onTheTopic(moved, new SimpleHeaderConverter())).isEqualTo("1:01AB0A".getBytes(UTF_8));
    }

    @Test
    void should_tell_two_changes_of_one_document_within_a_transaction_apart() throws Exception {
        List<ResumeToken> positions = new ArrayList<>();
        for (BsonDocument event : recorded("transaction.jsonl")) {
            SourceRecord moved = transform(Map.of()).apply(change(offset(event.getDocument("_id"))));
            byte[] header = onTheTopic(moved, new SimpleHeaderConverter());
            positions.add(ResumeToken.parse(PositionHeader.decode(header).orElseThrow())
                    .orElseThrow());
        }

        assertThat(positions).doesNotHaveDuplicates();
        assertThat(positions.stream().map(ResumeToken::clusterTime).distinct()).hasSize(1);
    }

    @Test
    void should_write_the_same_bytes_with_each_header_converter() throws Exception {
        SourceRecord change =
                change(offset(recorded("change-events.jsonl").get(0).getDocument("_id")));
        SourceRecord asString = transform(Map.of()).apply(change);
        SourceRecord asBytes =
                transform(Map.of(PositionTransform.HEADER_TYPE, "bytes")).apply(change);

        byte[] expected = onTheTopic(asString, new SimpleHeaderConverter());
        assertThat(expected).startsWith("1:82".getBytes(UTF_8));
        StringConverter strings = new StringConverter();
        strings.configure(Map.of(), false);
        assertThat(onTheTopic(asString, strings)).isEqualTo(expected);
        assertThat(onTheTopic(asBytes, new ByteArrayConverter())).isEqualTo(expected);
    }

    @Test
    void should_keep_everything_else_of_the_record() {
        SourceRecord change = change(offset(BsonDocument.parse("{_data: '82'}")));
        change.headers().addString("mine", "kept");

        SourceRecord moved = transform(Map.of()).apply(change);

        assertThat(moved.topic()).isEqualTo(change.topic());
        assertThat(moved.kafkaPartition()).isEqualTo(3);
        assertThat(moved.key()).isEqualTo(change.key());
        assertThat(moved.value()).isEqualTo(change.value());
        assertThat(moved.timestamp()).isEqualTo(5L);
        assertThat(moved.sourceOffset()).isEqualTo(change.sourceOffset());
        assertThat(moved.headers()).extracting(Header::key).containsExactly("mine", HeaderNames.POSITION);
        assertThat(change.headers()).extracting(Header::key).containsExactly("mine");
    }

    @Test
    void should_set_the_header_once_when_it_is_applied_twice() {
        Transformation<SourceRecord> transform = transform(Map.of());

        SourceRecord twice = transform.apply(transform.apply(change(offset(BsonDocument.parse("{_data: '82'}")))));

        assertThat(twice.headers()).hasSize(1);
    }

    @Test
    void should_give_tombstones_their_position() {
        SourceRecord tombstone = new SourceRecord(
                PARTITION,
                offset(BsonDocument.parse("{_data: '82AB'}")),
                TOPIC,
                3,
                Schema.STRING_SCHEMA,
                "k",
                null,
                null);

        assertThat(transform(Map.of()).apply(tombstone).headers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Heartbeat", "TransactionMetadataValue", "Notification"})
    void should_pass_records_that_are_no_changes_unchanged(String kind) {
        Schema schema = SchemaBuilder.string()
                .name("io.debezium.connector.common." + kind)
                .build();
        SourceRecord record = new SourceRecord(
                PARTITION, offset(BsonDocument.parse("{_data: '82'}")), "t", 0, Schema.STRING_SCHEMA, "k", schema, "v");

        assertThat(transform(Map.of()).apply(record)).isSameAs(record);
    }

    @Test
    void should_pass_a_record_without_a_token_unchanged() {
        SourceRecord record = change(Map.of("sec", 1, "ord", -1));

        assertThat(transform(Map.of()).apply(record)).isSameAs(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no base64!", "AAAA", "BQAAAAA="})
    void should_stop_at_a_token_that_cannot_be_read(String token) {
        assertThatThrownBy(() -> transform(Map.of()).apply(change(Map.of("resume_token", token))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(token)
                .hasMessageContaining("Put PositionTransform behind Debezium's MongoDB connector");
    }

    @Test
    void should_refuse_an_unknown_header_type() {
        assertThatThrownBy(() -> transform(Map.of(PositionTransform.HEADER_TYPE, "number")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("string, bytes");
    }

    @Test
    void should_be_found_as_a_plugin_of_connect() {
        assertThat(ServiceLoader.load(Transformation.class))
                .anyMatch(transformation -> transformation instanceof PositionTransform);
    }

    private static Transformation<SourceRecord> transform(Map<String, String> properties) {
        PositionTransform<SourceRecord> transform = new PositionTransform<>();
        transform.configure(properties);
        return transform;
    }

    private static SourceRecord change(Map<String, ?> offset) {
        return new SourceRecord(PARTITION, offset, TOPIC, 3, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "v", 5L);
    }

    private static Map<String, ?> offset(BsonDocument token) {
        return Map.of("sec", 1795466205, "ord", 1, "resume_token", ResumeTokens.toBase64(token));
    }

    private static byte[] onTheTopic(SourceRecord record, HeaderConverter converter) {
        Header header = record.headers().lastWithName(HeaderNames.POSITION);
        return converter.fromConnectHeader(record.topic(), header.key(), header.schema(), header.value());
    }

    private static List<BsonDocument> recorded(String name) throws IOException {
        try (InputStream lines = PositionTransformTest.class.getResourceAsStream("/mongodb/" + name)) {
            return new String(lines.readAllBytes(), UTF_8)
                    .lines()
                    .map(BsonDocument::parse)
                    .toList();
        }
    }
}
