package io.penstock.governor.trace;

import io.penstock.governor.limit.Signal;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Latencies that a database might have, whose foreground is slowed down by background work:
 *
 * <pre>
 *   latency = median · e^(0.5 · N) · (1 + (background / room)⁶)
 * </pre>
 *
 * with N from the standard normal distribution, a median with which the foreground alone is at 0.6 of the objective, and a
 * room of half of the ceiling, times what the {@link Shape} leaves of it. The objective is at its limit when some 93 percent
 * of the room are taken. Each signal has {@value #PER_SECOND} samples a second.
 */
public final class GeneratedTrace implements Feed {
    private static final double PER_SECOND = 200;
    private static final double SIGMA = 0.5;
    private static final double ALONE = 0.6;
    private static final double STEEPNESS = 6;
    private static final int ONE_LIE_IN = 300;
    private static final long LIE_NANOS = 3_600_000_000_000L;

    private final Shape shape;
    private final Duration length;
    private final double room;
    private final List<Signal> signals;
    private final SplittableRandom random;

    /**
     * Makes one.
     *
     * @param ceiling of the limit
     * @param signals for which it makes latencies
     * @param seed of all chance
     */
    public GeneratedTrace(Shape shape, Duration length, double ceiling, List<Signal> signals, long seed) {
        this.shape = shape;
        this.length = length;
        room = ceiling / 2;
        this.signals = List.copyOf(signals);
        random = new SplittableRandom(seed);
    }

    @Override
    public Duration length() {
        return length;
    }

    @Override
    public void tell(double from, double to, double background, Ear ear) {
        double part = from / (length.toNanos() / 1e9);
        if (!shape.speaks(part)) {
            return;
        }
        double slower = 1 + Math.pow(background / (room * shape.room(part)), STEEPNESS);
        long samples = Math.round((to - from) * PER_SECOND);
        for (Signal signal : signals) {
            double limit = signal.objective().latency().toNanos();
            double median = ALONE
                    * limit
                    / Math.exp(SIGMA * standardNormal(signal.objective().quantile()));
            for (long sample = 0; sample < samples; sample++) {
                double latency = median * Math.exp(SIGMA * random.nextGaussian()) * slower;
                boolean lie = shape == Shape.LYING && random.nextInt(ONE_LIE_IN) == 0;
                ear.hear(signal.name(), lie ? LIE_NANOS : (long) latency);
            }
        }
    }

    /** A rational approximation, good to 0.0005 (Abramowitz and Stegun, 26.2.23); for shares above one half. */
    private static double standardNormal(double share) {
        double t = Math.sqrt(-2 * Math.log(1 - share));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
