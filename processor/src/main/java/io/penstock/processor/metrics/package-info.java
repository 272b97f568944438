/**
 * Figures: a listener that makes meters of what happens to tasks, and the registry that Prometheus reads. Nothing here looks
 * a meter up by its tags while tasks run: every job has its own, made once.
 */
@NullMarked
package io.penstock.processor.metrics;

import org.jspecify.annotations.NullMarked;
