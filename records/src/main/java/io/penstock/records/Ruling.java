package io.penstock.records;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the governor has decided, for all instances.
 *
 * @param author who says it
 * @param limit how many background attempts may run at once, of all instances together
 * @param edge the highest limit that is thought to hold; empty: none is known
 * @param standing what the rule is about, and why
 * @param shares each instance's part of the limit
 * @param signals what is known of the foreground
 * @param use what it is used for
 */
public record Ruling(
        Author author,
        double limit,
        OptionalDouble edge,
        Standing standing,
        Map<String, Double> shares,
        List<SignalReading> signals,
        Use use)
        implements GovernorRecord {
    /** Its key. */
    public static final String KEY = "limit";

    public Ruling {
        shares = Map.copyOf(shares);
        signals = List.copyOf(signals);
    }

    /**
     * Who says it. For a moment two instances may think that it is theirs to decide: the one with the higher generation is
     * right.
     *
     * @param instance the instance's name
     * @param generation that of the consumer group in which it got the first partition
     * @param at when, in milliseconds since 1970, by its clock
     */
    public record Author(String instance, int generation, long at) {}

    /**
     * What the rule is about.
     *
     * @param state in a word: {@code holding}
     * @param reason why the limit is what it is, for people
     */
    public record Standing(String state, String reason) {}

    /**
     * What the limit is used for.
     *
     * @param inUse how many attempts run, of all instances together
     * @param instancesWanted how many instances the present load wants
     */
    public record Use(double inUse, int instancesWanted) {}

    /**
     * What a signal says.
     *
     * @param signal its name
     * @param burn how many times as many operations are slow as may be
     * @param latencyNanos what it reads at its objective's quantile, or what it was told; 0 if nothing yet
     * @param objectiveNanos what that should be at most
     * @param silent whether it says nothing
     */
    public record SignalReading(String signal, double burn, long latencyNanos, long objectiveNanos, boolean silent) {}

    @Override
    public String key() {
        return KEY;
    }
}
