package io.penstock.processor.task;

/** What comes to the partition that owns a shard key. */
public sealed interface Incoming permits Arrival, Instruction {}
