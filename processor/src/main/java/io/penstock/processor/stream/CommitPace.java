package io.penstock.processor.stream;

import io.penstock.settings.ProcessingSettings.Commit;

/**
 * When a step asks for a commit of its own accord, so that what was done is seen soon. With a fixed interval, never: Kafka
 * Streams commits then. Adaptive, once 10 ms are over since the last one; later if commits take long, so that they take
 * at most a fifth of the time; and not at all while records come that have waited for long: then there is more at hand
 * than can be done, and large commits do it sooner. Kafka Streams commits every 100 ms in any case. For use by one thread.
 */
final class CommitPace {
    private static final long LEAST_MILLIS = 10;
    private static final long PART = 4;
    /** Records that have waited for longer come from a queue. */
    private static final long LIVE_MILLIS = 1_000;

    private final boolean adaptive;
    private boolean pending;
    private boolean behind;
    private boolean committing;
    private long last;
    private long cost;

    CommitPace(Commit commit) {
        this.adaptive = commit instanceof Commit.Adaptive;
    }

    /** A record came, whose time is {@code timestamp}; both in milliseconds since 1970. */
    void arrived(long timestamp, long now) {
        behind = now - timestamp > LIVE_MILLIS;
        pending = true;
    }

    /** There is something to commit. */
    void worked() {
        pending = true;
    }

    /** A commit is being made, whoever asked for it. */
    void beforeCommit(long now) {
        pending = false;
        committing = true;
        last = now;
    }

    /** The thread has come back. */
    void back(long now) {
        if (committing) {
            committing = false;
            cost = Math.min(now - last, LEAST_MILLIS * PART);
        }
    }

    /** Whether to ask for a commit now. */
    boolean asks(long now) {
        return adaptive && pending && !behind && (now >= next() || now < last);
    }

    /** Whether it will ask before long. */
    boolean waits() {
        return adaptive && pending && !behind;
    }

    /** When it will ask: milliseconds since 1970. */
    long next() {
        return last + Math.max(LEAST_MILLIS, PART * cost);
    }
}
