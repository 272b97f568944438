package io.penstock.governor.model;

import java.util.List;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * What a run is given.
 *
 * @param seed of all chance
 * @param seconds how long it lasts
 * @param foreground the load of the foreground at a time in seconds, as a share of the server's capacity
 * @param slotsAt the server's slots at a time in seconds
 * @param demands how many attempts each instance would run at once, if it could
 * @param probesPerSecond how many operations a second the rule sees
 */
public record Scenario(
        long seed,
        double seconds,
        DoubleUnaryOperator foreground,
        DoubleToIntFunction slotsAt,
        List<Integer> demands,
        double probesPerSecond) {
    public static Scenario steady(long seed, double seconds) {
        return new Scenario(seed, seconds, time -> 0.4, time -> Server.SLOTS, List.of(256), 200);
    }

    double foreground(double time) {
        return foreground.applyAsDouble(time);
    }

    int slots(double time) {
        return slotsAt.applyAsInt(time);
    }

    public Scenario withForeground(DoubleUnaryOperator load) {
        return new Scenario(seed, seconds, load, slotsAt, demands, probesPerSecond);
    }

    public Scenario withSlots(DoubleToIntFunction slots) {
        return new Scenario(seed, seconds, foreground, slots, demands, probesPerSecond);
    }

    public Scenario withDemands(List<Integer> demands) {
        return new Scenario(seed, seconds, foreground, slotsAt, demands, probesPerSecond);
    }

    public Scenario withProbes(double rate) {
        return new Scenario(seed, seconds, foreground, slotsAt, demands, rate);
    }
}
