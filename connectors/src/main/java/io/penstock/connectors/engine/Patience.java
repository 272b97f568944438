package io.penstock.connectors.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a run that has failed is followed by another one, and after how long a pause.
 *
 * <p>Used by one thread at a time.
 */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After so long a run the next pause is a short one again. */
    private static final Duration HEALTHY = Duration.ofSeconds(30);
    /** How often an error is tried again that is not known to pass. */
    private static final int UNKNOWN_ATTEMPTS = 5;

    private final Backoff backoff;
    private int unknown;

    Patience(RandomGenerator random) {
        this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /**
     * What a failure comes to.
     *
     * @param streaming how long the run had followed the stream
     * @return the pause before the next run; empty: there is none, for only a person can mend it
     */
    Optional<Duration> pauseAfter(Failure failure, Duration streaming) {
        if (streaming.compareTo(HEALTHY) > 0) {
            backoff.reset();
            unknown = 0;
        }
        // What passes says nothing of what is not known to pass: only one unknown failure after the other is a bad
        // sign.
        unknown = failure instanceof Failure.Unknown ? unknown + 1 : 0;
        return failure instanceof Failure.Lasting || unknown > UNKNOWN_ATTEMPTS
                ? Optional.empty()
                : Optional.of(backoff.next());
    }
}
