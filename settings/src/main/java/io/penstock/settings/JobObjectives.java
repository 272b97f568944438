package io.penstock.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * A job's service-level objectives.
 *
 * @param freshness how soon after its change a task is to be settled; empty: no matter
 * @param success the part of the tasks that has to end in a result, and to be settled in time; above 0 and below 1
 * @param window the time over which it counts
 */
public record JobObjectives(Optional<Duration> freshness, double success, Duration window) {}
