package io.penstock.records;

/**
 * How the open tasks of a deployment are spread: Kafka Streams cannot change it in place.
 *
 * @param sharded whether tasks are brought to the place of their shard key; else they stay where their change was read
 * @param partitions what {@code topics.partitions} says
 */
public record Layout(boolean sharded, int partitions) {}
