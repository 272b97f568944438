package io.penstock.governor.limit;

/**
 * What the rule is about.
 *
 * <pre>
 *              objective missed
 *   CLIMBING ------------------> FALLING
 *     ^   |                        |  it holds again
 *     |   | near where it broke    v
 *     |   +------------------> RETURNING
 *     |                            |  back below where it broke
 *     | the foreground looks       v
 *     +--- better than then --- HOLDING
 *
 *   from each: a signal falls silent -> CAREFUL -> (it speaks again) RETURNING
 * </pre>
 */
public enum State {
    /** Nothing is known of a limit that was too high: goes up until one is. */
    CLIMBING,
    /** The objective was missed: the limit has been cut, and what runs has to end before the next look. */
    FALLING,
    /** On the way back to a little below where it broke. */
    RETURNING,
    /** A little below where it broke: only creeps. */
    HOLDING,
    /** A signal is silent: the limit only falls. */
    CAREFUL
}
