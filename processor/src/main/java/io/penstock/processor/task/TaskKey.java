package io.penstock.processor.task;

/**
 * What a task is about; with the version of its document it is a task's identity.
 *
 * @param job name of the job
 * @param collection the collection with its database
 * @param taskId what the job's {@code task-id} points at, by default the document's id as text
 */
public record TaskKey(String job, String collection, String taskId) {}
