package io.penstock.governor.limit;

/**
 * Tells a miss from chance: the sum of log-likelihood ratios between "too much is slow" and "as much as allowed is", which
 * begins again whenever it falls to zero (CUSUM, Page 1954). With {@code a} the share that may be slow and {@code s} the
 * suspected one,
 *
 * <pre>
 *   height = max(0, height + slow · ln(s / a) + (all − slow) · ln((1 − s) / (1 − a)))
 * </pre>
 *
 * It needs no window: a bad miss shows after a few slow samples, a slight one when it has lasted. A height of {@value
 * #SURE} comes by chance once in e<sup>5</sup> beginnings.
 *
 * <p>Threading: for one thread.
 */
final class Cusum {
    private static final double SURE = 5;

    private final double allowance;
    private final double up;
    private final double down;
    private double height;
    private double samples;
    private double slow;

    /**
     * Suspects a burn.
     *
     * @param allowance the share that may be slow
     * @param burn how many times as much is suspected
     */
    Cusum(double allowance, double burn) {
        this.allowance = allowance;
        double suspected = Math.min(burn * allowance, (1 + allowance) / 2);
        up = Math.log(suspected / allowance);
        down = Math.log((1 - suspected) / (1 - allowance));
    }

    void add(double moreSamples, double moreSlow) {
        height += moreSlow * up + (moreSamples - moreSlow) * down;
        samples += moreSamples;
        slow += moreSlow;
        if (height <= 0) {
            reset();
        }
    }

    void reset() {
        height = 0;
        samples = 0;
        slow = 0;
    }

    boolean sure() {
        return height > SURE;
    }

    /** How many times the allowed share was slow since it began to look bad. */
    double burn() {
        return samples == 0 ? 0 : slow / samples / allowance;
    }
}
