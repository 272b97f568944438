package io.penstock.processor.stream;

import io.penstock.processor.row.PiecewiseRows;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the stores' changelogs are compacted, so that a restore reads little more than what is alive: Kafka's defaults keep
 * up to a gigabyte for each partition that is never compacted, and each deletion for a day.
 *
 * <p>A deletion that is gone from the changelog cannot be read by whoever still has the row: a store that was left behind
 * on disk would have tasks again that are done. So state that is older than deletions are kept, with some time to read the
 * rest, is thrown away and restored anew.
 */
final class ChangelogProperties {
    /**
     * The active segment is never compacted, and a restore reads all of it, once for each store and partition. Much smaller
     * ones cost a broker under full load a fifth of its throughput: it flushes each when it is full.
     */
    private static final int SEGMENT_BYTES = 16 * 1024 * 1024;
    /** So that what a rush has left is compacted, too, as soon as the next record comes. */
    private static final Duration SEGMENT_LASTS = Duration.ofMinutes(1);
    /** A segment takes no batch of records that is larger than itself. */
    private static final int BATCH_BYTES = 1024 * 1024;
    /** A restore reads at most a third that is not compacted yet; the price is that brokers write each row four times. */
    private static final String DIRTY_RATIO = "0.3";
    /** So that deletions leave quiet topics too. */
    private static final Duration COMPACTED_AFTER = Duration.ofHours(1);
    /** Longer than a restore takes. */
    private static final Duration DELETIONS_KEPT = Duration.ofMinutes(30);

    private static final String RETENTION = StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG);

    private static final String SEGMENT = StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG);
    private static final String BATCH = ProducerConfig.BATCH_SIZE_CONFIG;

    private ChangelogProperties() {}

    /**
     * Properties of the stores' changelogs alone. Large rows come in pieces ({@link PiecewiseRows}), so that nothing in them is
     * larger than a batch.
     */
    static Map<String, String> ofStores(Settings settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put(
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(Math.max(SEGMENT_BYTES, largestBatch(settings) + BATCH_BYTES)));
        properties.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(SEGMENT_LASTS.toMillis()));
        // Otherwise segments are rolled by the changes' time, of which many minutes pass in a moment when old changes
        // are read.
        properties.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.name);
        // In Kafka Streams one store's properties override those of all topics, the user's among them.
        properties
                .keySet()
                .removeIf(name -> settings.connections().streams().containsKey(StreamsConfig.topicPrefix(name)));
        return properties;
    }

    /** Bytes; 0 where the user says nothing of it. */
    private static int largestBatch(Settings settings) {
        Map<String, String> streams = settings.connections().streams();
        return Stream.of(
                        streams.get(StreamsConfig.producerPrefix(BATCH)),
                        streams.get(BATCH),
                        settings.connections().kafka().get(BATCH))
                .filter(Objects::nonNull)
                // What is no number goes to Kafka as it is, which says so.
                .filter(text -> text.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /** Properties of Kafka Streams, for all topics of its own; the user's own go before them. */
    static Map<String, Object> of(Settings settings) {
        long kept = Optional.ofNullable(settings.connections().streams().get(RETENTION))
                // What is no number goes to Kafka as it is, which says so.
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(DELETIONS_KEPT.toMillis());
        int largest = Math.max(settings.topics().maxRecordBytes(), largestBatch(settings));
        int segment = Math.max(SEGMENT_BYTES, largest + BATCH_BYTES);
        return Map.of(
                SEGMENT,
                Integer.toString(segment),
                StreamsConfig.topicPrefix(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG),
                DIRTY_RATIO,
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                Long.toString(COMPACTED_AFTER.toMillis()),
                RETENTION,
                Long.toString(kept),
                // Of partitions that have left a process that lives.
                StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG,
                kept / 3,
                // Of a process that starts.
                StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                kept / 3 * 2);
    }
}
