package io.penstock.settings;

import java.time.Duration;
import java.util.Map;

/**
 * How topics are made.
 *
 * @param partitions partitions of every topic that Penstock makes
 * @param replication replicas of each partition
 * @param retention how long changes, results, dead letters and task events are kept
 * @param maxRecordBytes largest record, in bytes, key, value and headers together
 */
public record TopicSettings(int partitions, short replication, Duration retention, int maxRecordBytes) {
    /** Kafka's name of what {@link #minInSync} says. */
    public static final String MIN_IN_SYNC = "min.insync.replicas";

    /** Kafka's configuration of a topic in which the newest record of each key is kept for ever. */
    public Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact", MIN_IN_SYNC, minInSync(replication));
    }

    /** Kafka's configuration of a topic in which each record is kept for its time. A cluster may limit topics' sizes, too. */
    public Map<String, String> retained() {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(retention.toMillis()),
                "retention.bytes",
                "-1",
                MIN_IN_SYNC,
                minInSync(replication));
    }

    /**
     * How many replicas have to have a record before it counts as written, so that one may be lost and one be away.
     *
     * @param replication replicas of each partition
     */
    public static String minInSync(int replication) {
        return Integer.toString(Math.max(1, replication - 1));
    }
}
