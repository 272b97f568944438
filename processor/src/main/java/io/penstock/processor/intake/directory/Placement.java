package io.penstock.processor.intake.directory;

/**
 * Where the tasks of a document belong.
 *
 * @param taskId the task id
 * @param shardKey the shard key, which decides the lane
 */
public record Placement(String taskId, String shardKey) {}
