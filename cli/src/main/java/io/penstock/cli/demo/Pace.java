package io.penstock.cli.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * When each write is due. A virtual machine that has just started would only pile up what it cannot do yet: the rate grows
 * evenly from nothing, stands still when results are behind, and falls when they are far behind. Once results have kept up with
 * its full height for some seconds it stays, whatever comes out or does not (an open loop); so it does after a minute at the
 * latest. While it grows with g in each second, k writes from the rate r on take {@code (sqrt(r² + 2gk) - r) / g} seconds.
 * Threads may share one.
 */
final class Pace {
    private static final double NANOS = 1e9;
    /** What a virtual machine that is getting warm can take on: by so many a second more in each second. */
    private static final double GROWTH = 60;

    private static final double LEAST_SECONDS = 5;
    /** So long the start may take, whatever is behind. */
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    /** From here on more would only pile up. */
    private static final Duration BEHIND = Duration.ofMillis(500);

    private static final Duration FAR_BEHIND = Duration.ofSeconds(2);
    /** What is left of a rate each time that results are found far behind. */
    private static final double FALL = 0.95;
    /** The part of the full rate below which it does not fall: what does nothing does not get warm. */
    private static final double LEAST = 0.05;
    /** Less than that is no sign of a machine that is still getting warm. */
    private static final Duration CALM = Duration.ofMillis(250);
    /** For less long, results keep up because the rate has just come there. */
    private static final Duration KEPT_UP = Duration.ofSeconds(3);

    private final double full;
    private final double growth;
    private double rate;
    private boolean held;
    private boolean over;
    private Instant beginning = Instant.MAX;
    private Instant next = Instant.MAX;
    private Instant calmSince = Instant.MAX;
    private long number;

    /**
     * A write, or several that are carried out at once.
     *
     * @param number of the first one, counted from 0
     * @param due when it is to be sent
     */
    record Turn(long number, Instant due) {}

    private Pace(double full, double growth, double rate) {
        this.full = full;
        this.growth = growth;
        this.rate = rate;
    }

    /** The same rate from the beginning on, in writes a second. */
    static Pace even(double rate) {
        return new Pace(rate, 0, rate);
    }

    /**
     * The pace for a virtual machine that has just started: the higher the rate, the longer it grows.
     *
     * @param rate the full rate, in writes a second
     */
    static Pace ofColdStart(double rate) {
        return new Pace(rate, Math.min(GROWTH, rate / LEAST_SECONDS), 0);
    }

    /** The first write is due. */
    synchronized void begin(Instant now) {
        beginning = now;
        next = now;
    }

    /** The next writes, so many at once. */
    synchronized Turn next(int writes) {
        Turn turn = new Turn(number, next);
        number += writes;
        next = next.plusNanos((long) (secondsFor(writes) * NANOS));
        return turn;
    }

    private double secondsFor(int writes) {
        double grown = held ? rate : Math.min(full, Math.sqrt(rate * rate + 2 * growth * writes));
        double seconds = 2 * writes / (rate + grown);
        rate = grown;
        return seconds;
    }

    /**
     * Hears how far results are behind their writes: to be told several times a second, until the start is over.
     *
     * @return whether the start is over: results have kept up with the full rate for a while, or it has taken too long
     */
    synchronized boolean heed(Duration behind, Instant now) {
        if (over) {
            return true;
        }
        if (now.isAfter(beginning.plus(LONGEST_START))) {
            rate = full;
            held = false;
            over = true;
            return true;
        }
        held = rate > 0 && behind.compareTo(BEHIND) > 0;
        if (behind.compareTo(FAR_BEHIND) > 0) {
            rate = Math.max(Math.min(rate, LEAST * full), FALL * rate);
        }
        if (rate < full || behind.compareTo(CALM) > 0) {
            calmSince = Instant.MAX;
        } else if (calmSince.isAfter(now)) {
            calmSince = now;
        }
        over = !now.minus(KEPT_UP).isBefore(calmSince);
        return over;
    }

    /** The rate that is reached, in writes a second. */
    synchronized double rate() {
        return rate;
    }
}
