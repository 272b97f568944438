package io.penstock.processor.task;

import io.penstock.api.AttemptNumber;

/**
 * One run of a handler for a task.
 *
 * @param task the task
 * @param number tells it from the other attempts at the task
 */
public record Attempt(PendingTask task, AttemptNumber number) {}
