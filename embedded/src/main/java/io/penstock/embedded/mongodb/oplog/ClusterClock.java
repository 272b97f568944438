package io.penstock.embedded.mongodb.oplog;

import java.time.Instant;
import java.time.InstantSource;

/** Gives out cluster times: each greater than the one before, even if the wall clock goes back. */
public final class ClusterClock {
    private final InstantSource wall;
    private long last;

    /** Starts after {@code last}, the time of the newest entry of an oplog that is kept, or 0. */
    public ClusterClock(InstantSource wall, long last) {
        this.wall = wall;
        this.last = last;
    }

    /** A new time. */
    public long tick() {
        last = Math.max(last + 1, (wall.instant().getEpochSecond() << 32) + 1);
        return last;
    }

    /** The newest time that was given out. */
    public long last() {
        return last;
    }

    /** The wall clock's time, to the millisecond. */
    public Instant wallTime() {
        return Instant.ofEpochMilli(wall.millis());
    }
}
