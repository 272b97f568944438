package io.penstock.processor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When loops came round last. A loop that waits on purpose, for whatever it is, has to come round once a minute. Threads may
 * share one.
 */
final class Liveness {
    /** A loop that has not come round for so long hangs. */
    private static final Duration HANGS = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Map<String, Long> rounds = new ConcurrentHashMap<>();
    private volatile boolean over;

    Liveness(InstantSource clock) {
        this.clock = clock;
    }

    /** A loop has begun, or come round. */
    void round(String loop) {
        rounds.put(loop, clock.millis());
    }

    /** They end, and nobody waits for them any more. */
    void end() {
        over = true;
    }

    /** For how many seconds each loop has not come round. */
    Map<String, Long> secondsSinceRound() {
        Map<String, Long> seconds = new TreeMap<>();
        if (!over) {
            rounds.forEach((loop, at) -> seconds.put(loop, (clock.millis() - at) / 1000));
        }
        return seconds;
    }

    /** Whether a loop hangs that has not come round for so many seconds. */
    static boolean hangs(long seconds) {
        return seconds >= HANGS.toSeconds();
    }
}
