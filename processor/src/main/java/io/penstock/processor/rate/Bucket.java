package io.penstock.processor.rate;

import io.penstock.settings.WorkSettings.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * A token bucket: how many attempts of one job may begin in one process. What was handed out for an attempt that has not
 * begun takes up room in it, so that attempts that waited together do not begin together beyond the rate. Partitions that
 * find it empty stand in line; one that does not come when it is its turn loses its place. Safe for use by several threads;
 * times are milliseconds since 1970.
 */
final class Bucket {
    /** What may be saved up, beyond one: for as long as a stream thread may be away, as with a commit. */
    private static final long SAVED_MILLIS = 250;
    /** Threads may have looked at the clock at different times, but not that different: it was set back. */
    private static final long SET_BACK_MILLIS = 1_000;
    /** How late one in line may come. */
    private static final long PATIENCE_MILLIS = 1_000;
    /** Those before may leave the line, and the part may grow: nobody looks later than this. */
    private static final long LOOK_MILLIS = Duration.ofMinutes(1).toMillis();
    /** As long as all that may be is handed out, looking more often is in vain. */
    private static final long FULL_LOOK_MILLIS = 100;
    /** A process without a part waits for ever, and for less than a long counts. */
    private static final double NEVER_MILLIS = 1e15;

    private final double perMilli;
    private final DoubleSupplier part;
    private final Map<Claim, Long> line = new LinkedHashMap<>();
    /** Nothing is there at first: what was begun before this process started is not known. */
    private double tokens;

    private int handedOut;
    private long filled;
    private double partThen;

    /**
     * @param part the part of the rate that this process has now
     * @param now from when on it is filled
     */
    Bucket(Rate rate, DoubleSupplier part, long now) {
        this.perMilli = (double) rate.attempts() / rate.per().toMillis();
        this.part = part;
        this.filled = now;
        this.partThen = part.getAsDouble();
    }

    /** What a partition has of it. */
    Claim claim(long now) {
        synchronized (this) {
            fill(now);
        }
        return new Claim();
    }

    private double speed() {
        return perMilli * partThen;
    }

    private double room() {
        return Math.max(0, 1 + SAVED_MILLIS * speed() - handedOut);
    }

    private void fill(long now) {
        // The part may have changed at any time since: the smaller one is never too much.
        double before = partThen;
        partThen = part.getAsDouble();
        long passed = now - filled;
        if (passed > 0 || passed < -SET_BACK_MILLIS) {
            tokens += Math.max(0, passed) * perMilli * Math.min(before, partThen);
            filled = now;
        }
        tokens = Math.min(tokens, room());
    }

    /** When to ask again; empty if there is a token. */
    private synchronized OptionalLong ask(Claim claim, long now) {
        fill(now);
        line.entrySet().removeIf(other -> other.getKey() != claim && now - other.getValue() > PATIENCE_MILLIS);
        double wanted = 1;
        for (Claim before : line.keySet()) {
            if (before == claim) {
                break;
            }
            wanted++;
        }
        if (tokens >= wanted) {
            return OptionalLong.empty();
        }
        long wait = (long) Math.min(Math.ceil((wanted - tokens) / speed()), NEVER_MILLIS);
        long due = now + Math.max(wanted > room() ? FULL_LOOK_MILLIS : 1, wait);
        line.put(claim, due);
        return OptionalLong.of(Math.min(due, now + LOOK_MILLIS));
    }

    private synchronized Optional<Token> take(Claim claim, long now) {
        return ask(claim, now).isPresent() ? Optional.empty() : Optional.of(handOut(claim));
    }

    private synchronized Token force(Claim claim, long now) {
        fill(now);
        return handOut(claim);
    }

    private Token handOut(Claim claim) {
        line.remove(claim);
        tokens--;
        handedOut++;
        return new Handed();
    }

    private synchronized void leave(Claim claim) {
        line.remove(claim);
    }

    /** For use by one thread. */
    final class Claim implements Pace {
        private boolean inLine;
        private long next = Long.MAX_VALUE;

        @Override
        public boolean limits() {
            return true;
        }

        @Override
        public boolean permits(long now) {
            OptionalLong wait = ask(this, now);
            wait.ifPresent(until -> inLine = true);
            next = wait.orElse(Long.MAX_VALUE);
            return wait.isEmpty();
        }

        @Override
        public Optional<Token> take(long now) {
            Optional<Token> token = Bucket.this.take(this, now);
            token.ifPresent(taken -> out());
            return token;
        }

        @Override
        public Token force(long now) {
            out();
            return Bucket.this.force(this, now);
        }

        @Override
        public void forgo() {
            if (inLine) {
                leave(this);
                out();
            }
        }

        private void out() {
            inLine = false;
            next = Long.MAX_VALUE;
        }

        @Override
        public long next() {
            return next;
        }
    }

    private final class Handed implements Token {
        private boolean done;

        @Override
        public void spend(long now) {
            synchronized (Bucket.this) {
                if (!done) {
                    done = true;
                    fill(now);
                    handedOut--;
                }
            }
        }

        @Override
        public void giveBack() {
            synchronized (Bucket.this) {
                if (!done) {
                    done = true;
                    handedOut--;
                    tokens++;
                }
            }
        }
    }
}
