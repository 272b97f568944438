package io.penstock.cli.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.records.HeaderNames;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static final String SCANNED = """
            {"aggregate_type": "Incremental Snapshot", "id": "s1", "type": "TABLE_SCAN_COMPLETED",
             "additional_data": {"data_collections": "shop.orders", "scanned_collection": "shop.orders",
                                 "status": "SUCCEEDED", "total_rows_scanned": "11"}}""";

    @Test
    void chunkThatWasReadAnewBehindAPause_countsOnce() {
        ConsumerRecord<byte[], byte[]> counted = record(SCANNED);
        counted.headers().add(HeaderNames.DOCUMENTS, "9".getBytes(UTF_8));
        assertThat(Notice.of(counted))
                .hasValueSatisfying(notice -> assertThat(notice.documents()).isEqualTo(9));
    }

    @Test
    void connectorWithoutOurEngine_saysItself() {
        assertThat(Notice.of(record(SCANNED)))
                .hasValueSatisfying(notice -> assertThat(notice.documents()).isEqualTo(11));
    }

    @Test
    void whatIsNoNoticeOfASnapshot_isPassedOver() {
        assertThat(Notice.of(record("{\"aggregate_type\": \"Initial Snapshot\"}")))
                .isEmpty();
        assertThat(Notice.of(record("no JSON"))).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(String value) {
        return new ConsumerRecord<>("notifications", 0, 0, new byte[0], value.getBytes(UTF_8));
    }
}
