package io.penstock.processor.task;

/**
 * The record that a task comes from.
 *
 * @param topic topic with the changes
 * @param partition partition of that topic
 * @param offset offset in that partition
 * @param firstSeen when Penstock saw it: milliseconds since 1970
 */
public record Origin(String topic, int partition, long offset, long firstSeen) {}
