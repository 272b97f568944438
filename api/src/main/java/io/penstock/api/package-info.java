/**
 * What a handler's author compiles against: a {@link io.penstock.api.Handler}, which is most often a
 * {@link io.penstock.api.TaskHandler}, gets a {@link io.penstock.api.Task} and returns an
 * {@link io.penstock.api.Outcome}. Knows neither Kafka nor MongoDB.
 */
@NullMarked
package io.penstock.api;

import org.jspecify.annotations.NullMarked;
