package io.penstock.governor.tier;

/** What is to happen next. */
public sealed interface Turn {
    /** A task of this tier starts. */
    record Start(Tier tier) implements Turn {}

    /**
     * A running attempt that can be interrupted makes room; it is put back with its checkpoint and does not count as failed.
     *
     * @param victim the tier of which one has to go
     * @param winner the tier that waits for it
     */
    record Preempt(Tier victim, Tier winner) implements Turn {}

    /** Nothing waits, or there is no room for it. */
    record Wait() implements Turn {}
}
