package io.penstock.governor.tier;

import java.time.Duration;

/**
 * How a tier stands.
 *
 * @param running attempts that run
 * @param interruptible those of them that say they can be interrupted
 * @param waiting tasks that could run now
 * @param oldest how long the oldest of them has waited; zero if none waits
 */
public record Load(int running, int interruptible, int waiting, Duration oldest) {
    /** Nothing runs or waits. */
    public static final Load NONE = new Load(0, 0, 0, Duration.ZERO);
}
