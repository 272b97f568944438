package io.penstock.connectors.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Notices a stream that has stopped without a word: a living one brings a heartbeat at every interval at least, however
 * idle the database is.
 *
 * <p>That holds for one that stands near the present. A server that looks for the next change of what is watched answers
 * only when it has found one, or has come to the end of its oplog; from a place far behind, with much of other collections in
 * between, that may take hours. Who gave up sooner would begin at the same place again, and never get past it.
 *
 * <p>Threads: any.
 */
final class StreamWatch {
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(30);
    private static final int HEARTBEATS = 6;
    /** So much of an oplog is read in far less than the shortest patience. */
    private static final Duration PRESENT = Duration.ofMinutes(1);

    private static final Duration READING_ON = Duration.ofHours(12);

    private final InstantSource clock;
    private final Duration patience;
    private volatile boolean atPresent;
    private volatile Instant lastHeard;

    StreamWatch(InstantSource clock, Duration heartbeatInterval) {
        this.clock = clock;
        this.lastHeard = clock.instant();
        Duration several = heartbeatInterval.multipliedBy(HEARTBEATS);
        this.patience = several.compareTo(SHORTEST_PATIENCE) > 0 ? several : SHORTEST_PATIENCE;
    }

    /** A word that says nothing of where the stream stands. */
    void heard() {
        lastHeard = clock.instant();
    }

    /** A word, and the time of the place in history where the stream stands. */
    void heard(Instant place) {
        Instant now = clock.instant();
        atPresent = Duration.between(place, now).compareTo(PRESENT) < 0;
        lastHeard = now;
    }

    Duration silence() {
        return Duration.between(lastHeard, clock.instant());
    }

    /** Whether the stream has been silent for longer than a living one ever is. */
    boolean stopped() {
        return silence().compareTo(atPresent ? patience : READING_ON) > 0;
    }

    /** Whether the stream is silent, and may well have much to read through. */
    boolean behind() {
        return !atPresent && silence().compareTo(patience) > 0;
    }
}
