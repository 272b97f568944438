package io.penstock.governor.gate;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Lets as many attempts run at once as the limit says, of which the part behind the point is taken in turns.
 *
 * <p>With a limit of 2.3 two attempts may run at any time, and a third for three tenths of the time: after it has run for
 * a second the turn is over for 2.3 seconds (1 s · (1 / 0.3 − 1)). So a limit below one holds on average, however long an
 * attempt takes, and several instances with a part of one permit each need not agree on whose turn it is.
 *
 * <p>A limit that falls stops nobody who runs: it lets fewer in. Whoever does more than one thing with a permit asks between
 * two whether it {@linkplain Permit#isOver is over}: when the limit has fallen, and when a turn has lasted for 20 ms.
 *
 * <p>Threading: safe for use by several threads. Nothing waits here.
 */
public final class Gate {
    private static final long TURN_NANOS = 20_000_000;

    private final LongSupplier nanos;
    private int whole;
    private double part;
    private int running;
    private boolean turnTaken;
    private long turnEnded;
    private long turnLasted;

    /**
     * A closed gate.
     *
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Gate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** From now on so many. Not negative. */
    public synchronized void limit(double limit) {
        if (!(limit >= 0)) {
            throw new IllegalArgumentException("A limit is not negative, but this one is " + limit);
        }
        whole = (int) Math.min(limit, Integer.MAX_VALUE);
        part = Math.max(0, limit - whole);
    }

    /** Leave to run, if there is any. */
    public synchronized Optional<Permit> acquire() {
        if (running < whole) {
            running++;
            return Optional.of(new Whole());
        }
        if (hasTurn() && nanosToTurn() <= 0) {
            turnTaken = true;
            return Optional.of(new Turn(nanos.getAsLong()));
        }
        return Optional.empty();
    }

    /** How many run. */
    public synchronized int running() {
        return running + (turnTaken ? 1 : 0);
    }

    /**
     * When to ask again if nobody gives a permit back and the limit stays, in nanoseconds from now; empty: not before one
     * of both happens.
     */
    public synchronized Optional<Long> nextTurn() {
        return hasTurn() ? Optional.of(Math.max(0, nanosToTurn())) : Optional.empty();
    }

    /** While more run than the whole part of a limit that has fallen, they have the turn, too. */
    private boolean hasTurn() {
        return part > 0 && !turnTaken && running <= whole;
    }

    private long nanosToTurn() {
        double pause = turnLasted * (1 / part - 1);
        return (long) pause - (nanos.getAsLong() - turnEnded);
    }

    private synchronized void leave() {
        running--;
    }

    private synchronized boolean tooMany() {
        return running > whole;
    }

    private synchronized boolean turnIsOver(long since) {
        return nanos.getAsLong() - since >= TURN_NANOS;
    }

    private synchronized void leaveTurn(long since) {
        turnTaken = false;
        turnEnded = nanos.getAsLong();
        turnLasted = turnEnded - since;
    }

    private final class Whole implements Permit {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public boolean isOver() {
            return tooMany();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leave();
            }
        }
    }

    private final class Turn implements Permit {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final long since;

        private Turn(long since) {
            this.since = since;
        }

        @Override
        public boolean isOver() {
            return turnIsOver(since);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                leaveTurn(since);
            }
        }
    }
}
