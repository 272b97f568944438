package io.penstock.connectors.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Notices a stream that has stopped without a word: a living one brings a heartbeat at every interval at least, however
 * idle the database is.
 *
 * <p>Threads: any.
 */
final class StreamWatch {
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);
    private static final int HEARTBEATS = 6;

    private final InstantSource clock;
    private final Duration patience;
    private volatile Instant lastHeard;

    StreamWatch(InstantSource clock, Duration heartbeatInterval) {
        this.clock = clock;
        this.lastHeard = clock.instant();
        Duration several = heartbeatInterval.multipliedBy(HEARTBEATS);
        this.patience = several.compareTo(SHORTEST_PATIENCE) > 0 ? several : SHORTEST_PATIENCE;
    }

    void heard() {
        lastHeard = clock.instant();
    }

    Duration silence() {
        return Duration.between(lastHeard, clock.instant());
    }

    /** Whether the stream has been silent for longer than a living one ever is. */
    boolean stopped() {
        return silence().compareTo(patience) > 0;
    }
}
