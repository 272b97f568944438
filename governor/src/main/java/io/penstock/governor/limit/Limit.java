package io.penstock.governor.limit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An algorithm that finds how many background attempts may run at once, apart from the gate that lets them through.
 *
 * <p>Threading: for one thread.
 */
public interface Limit {
    /** How many attempts may run now, of all instances together; may be a fraction. */
    double current();

    /** What the rule is about. */
    State state();

    /** The highest limit that is thought to hold; empty: none is known that was too high. */
    OptionalDouble edge();

    /**
     * What each signal says.
     *
     * @param now the present, in nanoseconds, on the clock of {@link #decide}
     */
    List<Standing> standings(long now);

    /** A signal saw how long one operation of the foreground took, in nanoseconds. */
    void latency(String signal, long nanos);

    /** A signal read a figure that somebody else has made of many operations, such as a p99 or a lag, in nanoseconds. */
    void reading(String signal, long nanos);

    /**
     * Time to think again; several times a second.
     *
     * @param now the present, in nanoseconds, on a clock that never goes back
     * @param inUse how many background attempts ran on average since the last call
     * @return what changed, if the limit or the state did
     */
    Optional<Change> decide(long now, double inUse);
}
