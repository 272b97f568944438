package io.penstock.benchmarks.harness;

import java.util.OptionalDouble;

/**
 * What came of one case, or of one figure of it.
 *
 * @param name the case's name
 * @param unit the unit of the samples
 * @param penstock what Penstock's runs measured
 * @param yardstick what it is held against
 */
public record CaseResult(String name, String unit, Samples penstock, Yardstick yardstick) {
    /** What a figure is held against. */
    public sealed interface Yardstick {
        /** What the peer's runs measured. */
        record Peer(Samples samples) implements Yardstick {}

        /** What it should be at most. */
        record Limit(double most) implements Yardstick {}

        /** What it should be at least. */
        record Aim(double least) implements Yardstick {}

        /** Nothing: the figure explains others. */
        record None() implements Yardstick {}
    }

    /** Against a peer. */
    public static CaseResult compared(String name, String unit, Samples penstock, Samples peer) {
        return new CaseResult(name, unit, penstock, new Yardstick.Peer(peer));
    }

    /** Penstock's median by the peer's, by the limit, or by the aim. */
    public OptionalDouble ratio() {
        if (yardstick instanceof Yardstick.Peer peer) {
            return OptionalDouble.of(penstock.median() / peer.samples().median());
        }
        if (yardstick instanceof Yardstick.Aim aim) {
            return OptionalDouble.of(penstock.median() / aim.least());
        }
        return yardstick instanceof Yardstick.Limit limit
                ? OptionalDouble.of(penstock.median() / limit.most())
                : OptionalDouble.empty();
    }
}
