/**
 * Last step: makes results, dead letters and task events of what became of a task.
 */
@NullMarked
package io.penstock.processor.outcome;

import org.jspecify.annotations.NullMarked;
