package io.penstock.governor.limit;

import java.time.Duration;

/**
 * What one signal says of its objective.
 *
 * <p>With {@code a} = 1 − quantile, the share that may be slow, the <em>burn</em> is the share that is, divided by
 * {@code a}: 1 is just at the objective. A share is known long before a quantile is, adds up over time, and a single
 * latency, however absurd, counts as one. Two sums tell a miss from chance: one suspects a burn of {@value #BADLY}, and is
 * sure after some five slow samples in short order, one a burn of {@value #SLIGHTLY}, and takes longer.
 *
 * <p>Samples that come close together see the same queue, so more than {@value #PER_SECOND} a second count as that many. A
 * reading counts as so many samples that one of them may be slow.
 *
 * <p>Threading: for one thread.
 */
final class Watch {
    private static final double BADLY = 5;
    private static final double SLIGHTLY = 2;
    private static final double PER_SECOND = 400;

    /** How steeply the burn grows with a reading: 20 percent beyond its objective burns twice what is allowed. */
    private static final double READING_POWER = 4;

    /** How many windows {@link #burnAtMost} looks back. */
    private static final double LONG = 6;

    /** Slow samples that are taken for granted at the allowed rate, so that few samples do not shout. */
    private static final double PRIOR = 2;

    private final Signal signal;
    private final double limitNanos;
    private final double allowance;
    private final double windowSeconds;
    private final Cusum badly;
    private final Cusum slightly;
    private final Body body = new Body();
    private double samples;
    private double slow;
    private double latencies;
    private double logs;
    private double squares;
    private double windowSamples;
    private double windowSlow;
    private double longSamples;
    private double longSlow;
    private boolean spoken;
    private boolean ever;
    private long heard;

    Watch(Signal signal) {
        this.signal = signal;
        Objective objective = signal.objective();
        limitNanos = objective.latency().toNanos();
        allowance = objective.allowance();
        windowSeconds = objective.window().toNanos() / 1e9;
        badly = new Cusum(allowance, BADLY);
        slightly = new Cusum(allowance, SLIGHTLY);
    }

    String name() {
        return signal.name();
    }

    Body body() {
        return body;
    }

    void latency(long nanos) {
        spoken = true;
        samples++;
        if (nanos > limitNanos) {
            slow++;
        }
        double log = Math.log((double) Math.max(1, nanos));
        latencies++;
        logs += log;
        squares += log * log;
    }

    void reading(long nanos) {
        spoken = true;
        samples += 1 / allowance;
        slow += Math.min(Math.pow((double) Math.max(0, nanos) / limitNanos, READING_POWER), 1 / allowance);
    }

    /** Takes what has come since the last time, so long ago. */
    void fold(long now, double seconds) {
        if (spoken) {
            heard = now;
            ever = true;
        }
        double scale = Math.min(1, Math.max(PER_SECOND * seconds, 1 / allowance) / Math.max(samples, 1));
        double moreSamples = samples * scale;
        double moreSlow = slow * scale;
        badly.add(moreSamples, moreSlow);
        slightly.add(moreSamples, moreSlow);
        double keep = Math.exp(-seconds / windowSeconds);
        windowSamples = windowSamples * keep + moreSamples;
        windowSlow = windowSlow * keep + moreSlow;
        double keepLong = Math.exp(-seconds / windowSeconds / LONG);
        longSamples = longSamples * keepLong + moreSamples;
        longSlow = longSlow * keepLong + moreSlow;
        body.add(latencies * scale, logs * scale, squares * scale);
        body.passed(seconds);
        samples = 0;
        slow = 0;
        latencies = 0;
        logs = 0;
        squares = 0;
        spoken = false;
    }

    /** Forgets what was seen under another limit. */
    void restart() {
        badly.reset();
        slightly.reset();
        windowSamples = 0;
        windowSlow = 0;
        longSamples = 0;
        longSlow = 0;
        body.forgetRecent();
    }

    boolean missedBadly() {
        return badly.sure();
    }

    boolean missed() {
        return badly.sure() || slightly.sure();
    }

    /** The burn since it began to look bad. */
    double burnOfMiss() {
        return Math.max(badly.burn(), slightly.burn());
    }

    /** The burn over the objective's window; closer to 1 while there are few samples. */
    double burn() {
        return (windowSlow + PRIOR) / (windowSamples * allowance + PRIOR);
    }

    /** What the burn over a longer time hardly exceeds: one standard error above what it seems to be. */
    double burnAtMost() {
        return longSamples == 0 ? 1 / allowance : (longSlow + 1 + Math.sqrt(longSlow + 1)) / (longSamples * allowance);
    }

    boolean silent(long now) {
        return !ever || now - heard > signal.silence().toNanos();
    }

    /** For how long it has said nothing; zero if it never spoke. */
    Duration silence(long now) {
        return ever ? Duration.ofNanos(now - heard) : Duration.ZERO;
    }
}
