package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.HeaderNames;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SnapshotNewsTest {
    private static final Schema NOTIFICATION = SchemaBuilder.struct()
            .field("aggregate_type", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("snapshot", Schema.STRING_SCHEMA).build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct().field("source", SOURCE).build();

    private final SnapshotNews news = new SnapshotNews();

    @Test
    void should_count_what_was_read_of_each_collection() {
        news.count(read());
        news.count(read());
        assertThat(documents(told("IN_PROGRESS"))).isEqualTo("2");
        news.count(read());
        assertThat(documents(told("TABLE_SCAN_COMPLETED"))).isEqualTo("3");
        assertThat(documents(told("IN_PROGRESS"))).isEqualTo("0");
    }

    /** From several partitions they would be heard in another order, and what is counted would seem to go back. */
    @Test
    void should_tell_all_of_it_in_one_partition() {
        assertThat(told("STARTED").partition()).isZero();
        assertThat(told("IN_PROGRESS").partition()).isZero();
    }

    private ProducerRecord<byte[], byte[]> told(String type) {
        Struct value = new Struct(NOTIFICATION)
                .put("aggregate_type", "Incremental Snapshot")
                .put("type", type);
        return news.of(record(NOTIFICATION, value)).orElseThrow();
    }

    private static String documents(ProducerRecord<byte[], byte[]> told) {
        return new String(told.headers().lastHeader(HeaderNames.DOCUMENTS).value(), UTF_8);
    }

    private static EngineRecord read() {
        return record(ENVELOPE, new Struct(ENVELOPE).put("source", new Struct(SOURCE).put("snapshot", "incremental")));
    }

    private static EngineRecord record(Schema schema, Struct value) {
        return new EngineRecord(new EmptyEvent("topic"), new SourceRecord(Map.of(), Map.of(), "topic", schema, value));
    }
}
