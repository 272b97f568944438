/**
 * Last step of the way of the data: decides what follows an attempt: the task is finished, requeued or a dead
 * letter. {@link io.penstock.processor.partition} carries it out.
 */
@NullMarked
package io.penstock.processor.outcome;

import org.jspecify.annotations.NullMarked;
