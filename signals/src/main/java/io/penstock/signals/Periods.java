package io.penstock.signals;

import java.time.Duration;

/** How long to wait for what is asked again and again. */
final class Periods {
    /** A server that answers late is not gone: the governor is careful by then, for nothing has been said. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Periods() {}

    /** How long an answer may take: as long as the interval, but neither very short nor very long. */
    static Duration timeout(Duration interval) {
        return between(SHORTEST, interval, LONGEST);
    }

    /** The middle one of three. */
    static Duration between(Duration least, Duration wanted, Duration most) {
        if (wanted.compareTo(least) < 0) {
            return least;
        }
        return wanted.compareTo(most) > 0 ? most : wanted;
    }
}
