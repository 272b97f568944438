/**
 * First step of the way of the data: decodes Debezium's envelope, finds the jobs that a change concerns, and
 * makes a task for each.
 */
@NullMarked
package io.penstock.processor.intake;

import org.jspecify.annotations.NullMarked;
