package io.penstock.processor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.processor.row.PiecewiseRows;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangelogPropertiesTest {
    private static Settings settings(String more) {
        String file = """
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                mongodb: {uri: "mongodb://127.0.0.1:27017/?replicaSet=rs0"}
                jobs:
                  - {name: index, collection: shop.orders, handler: document}
                %s
                """.formatted(more);
        return SettingsFile.parse(file, Map.of()).settings().orElseThrow();
    }

    private static long millis(Map<String, Object> properties, String name) {
        return Long.parseLong(String.valueOf(properties.get(name)));
    }

    @Test
    void shouldThrowStateAwayBeforeDeletionsAreGone() {
        Map<String, Object> properties = ChangelogProperties.of(settings(""));
        long kept = millis(properties, "topic.delete.retention.ms");
        assertThat(millis(properties, "state.cleanup.dir.max.age.ms"))
                .isPositive()
                .isLessThan(kept);
        // The cleaner of a living process looks once in this time, at what is older than it.
        assertThat(2 * millis(properties, "state.cleanup.delay.ms"))
                .isPositive()
                .isLessThan(kept);
    }

    @Test
    void shouldThrowStateAwayEarlier_whereTheUserKeepsDeletionsForLess() {
        Map<String, Object> properties =
                ChangelogProperties.of(settings("streams: {topic.delete.retention.ms: 60000}"));
        assertThat(millis(properties, "topic.delete.retention.ms")).isEqualTo(60_000);
        assertThat(millis(properties, "state.cleanup.dir.max.age.ms")).isLessThan(60_000);
    }

    @Test
    void shouldMakeSegmentsOfChangelogsNoLargerForLargeRecords_butNotSmallerThanABatch() {
        assertThat(ChangelogProperties.ofStores(settings("topics: {max-record-bytes: 100MB}")))
                .containsEntry("segment.bytes", "16777216");
        assertThat(Integer.parseInt(ChangelogProperties.ofStores(settings("streams: {producer.batch.size: 40000000}"))
                        .get("segment.bytes")))
                .isGreaterThan(40_000_000);
        assertThat(PiecewiseRows.WHOLE_BYTES).isLessThan(16777216 / 4);
    }

    @Test
    void shouldLeaveSegmentsToTheUser_whoSaysSomethingOfThem() {
        assertThat(ChangelogProperties.ofStores(
                        settings("streams: {topic.segment.bytes: 50000000, topic.segment.ms: 1000}")))
                .doesNotContainKeys("segment.bytes", "segment.ms");
    }

    @Test
    void shouldMakeSegmentsThatTakeTheLargestRecord() {
        Map<String, Object> properties = ChangelogProperties.of(settings("topics: {max-record-bytes: 100MB}"));
        assertThat(millis(properties, "topic.segment.bytes")).isGreaterThan(100L << 20);
    }
}
