package io.penstock.cli.topics;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A topic at a glance.
 *
 * @param name its name
 * @param purpose what it is for; empty if it is none of Penstock's
 * @param partitions its partitions
 * @param records offsets between the first and the last record of each partition: transactions and compaction leave some
 *     without a record
 * @param bytes its size on one broker's disk; empty if the cluster does not tell
 */
public record TopicOverview(String name, Optional<String> purpose, int partitions, long records, OptionalLong bytes) {}
