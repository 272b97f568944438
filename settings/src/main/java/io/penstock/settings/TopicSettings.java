package io.penstock.settings;

import java.time.Duration;

/**
 * How topics are made.
 *
 * @param partitions partitions of every topic that Penstock makes
 * @param replication replicas of each partition
 * @param retention how long changes, results, dead letters and task events are kept
 * @param maxRecordBytes largest record, in bytes, key, value and headers together
 */
public record TopicSettings(int partitions, short replication, Duration retention, int maxRecordBytes) {}
