package io.penstock.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How background work gives way to the foreground.
 *
 * @param floor concurrent attempts, of all instances together, that background work always has; may be a fraction
 * @param ceiling most of them
 * @param signals what is known of the foreground's latency; at least one
 */
public record GovernorSettings(double floor, double ceiling, List<SignalSettings> signals) {
    public GovernorSettings {
        signals = List.copyOf(signals);
    }

    /**
     * A source of what is known of the foreground's latency, and what it has to keep.
     *
     * @param name by which logs, metrics and traces call it
     * @param quantile which share of operations has to be at or below the latency
     * @param latency the latency
     * @param window the time over which it is judged
     * @param silence after how long without a word it counts as silent
     * @param origin where it comes from; empty: it is told of in traces only, and silent otherwise
     */
    public record SignalSettings(
            String name,
            double quantile,
            Duration latency,
            Duration window,
            Duration silence,
            Optional<SignalOrigin> origin) {
        /** A signal of traces. */
        public SignalSettings(String name, double quantile, Duration latency, Duration window, Duration silence) {
            this(name, quantile, latency, window, silence, Optional.empty());
        }
    }
}
