package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.HeaderNames;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class SnapshotNewsTest {
    private final SnapshotNews news = new SnapshotNews();

    @Test
    void should_count_what_was_read_of_each_collection() {
        news.count(SnapshotRecords.read(Map.of()));
        news.count(SnapshotRecords.read(Map.of()));
        assertThat(documents(told("IN_PROGRESS"))).isEqualTo("2");
        news.count(SnapshotRecords.read(Map.of()));
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
        return news.of(SnapshotRecords.notification(type, Map.of(), Map.of())).orElseThrow();
    }

    private static String documents(ProducerRecord<byte[], byte[]> told) {
        return new String(told.headers().lastHeader(HeaderNames.DOCUMENTS).value(), UTF_8);
    }
}
