package io.penstock.processor.partition;

import io.penstock.api.DatabaseCost;
import io.penstock.processor.task.Completion;

/**
 * How an attempt ended.
 *
 * @param completion what it came to
 * @param took how long it ran, in milliseconds
 * @param cost what it cost the database
 */
record Ending(Completion completion, long took, DatabaseCost cost) {}
