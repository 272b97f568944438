package io.penstock.connectors.pace;

import java.time.Duration;
import java.util.Optional;

/**
 * The pace of an incremental snapshot. Its chunks come between changes, in the one stream that both share, and whoever
 * held them back would hold back the changes behind them. So it is not held back but told: after a while to pause, after
 * another to go on. In between the changes flow as ever.
 *
 * <p>The connector hears of it within a second, and what it is reading it reads to the end. So a turn lasts a second at
 * least, and a rest two: when it is told to go on, all of the last turn has long been over.
 *
 * <p>Threading: safe for use by several threads. Times are in nanoseconds, on a clock that never goes back.
 */
public final class ChunkTurns {
    /** What to tell the connector. */
    public enum Call {
        PAUSE("pause-snapshot"),
        RESUME("resume-snapshot");

        private final String signal;

        Call(String signal) {
            this.signal = signal;
        }

        /** What the connector calls it. */
        public String signal() {
            return signal;
        }
    }

    private static final long SHORTEST_TURN = Duration.ofSeconds(1).toNanos();
    private static final long SHORTEST_REST = Duration.ofSeconds(2).toNanos();
    private static final long OVER = Duration.ofSeconds(5).toNanos();

    private final BackgroundShare share;
    private final Debt debt = new Debt();
    private boolean running;
    private boolean resting;
    private long lastRead;
    private long since;
    private long looked;

    /** Keeps to this share. */
    public ChunkTurns(BackgroundShare share) {
        this.share = share;
    }

    /** Documents of a chunk have come. */
    public synchronized void read(long now) {
        if (!running && !resting) {
            running = true;
            since = now;
            looked = now;
        }
        lastRead = now;
    }

    /** Looks what is to be told; about once a second. */
    public synchronized Optional<Call> look(long now) {
        if (resting) {
            return rest(now);
        }
        if (running && now - lastRead > OVER) {
            running = false;
        }
        return running ? run(now) : Optional.empty();
    }

    private Optional<Call> run(long now) {
        share.used(now - looked);
        looked = now;
        double present = share.now();
        // A rest for this turn has to be long enough to be heard.
        double turn = (double) SHORTEST_REST * present / Math.max(1 - present, 1e-9);
        if (now - since < SHORTEST_TURN || (double) (now - since) < turn) {
            return Optional.empty();
        }
        debt.took(now - since);
        running = false;
        resting = true;
        since = now;
        return Optional.of(Call.PAUSE);
    }

    private Optional<Call> rest(long now) {
        debt.rested(now - looked, share.now());
        looked = now;
        if (!debt.paid() || now - since < SHORTEST_REST) {
            return Optional.empty();
        }
        resting = false;
        running = true;
        since = now;
        lastRead = now;
        return Optional.of(Call.RESUME);
    }
}
