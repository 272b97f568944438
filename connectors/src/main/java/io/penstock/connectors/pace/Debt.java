package io.penstock.connectors.pace;

/**
 * Reading that has not been paid for with rest. After it has read for <em>t</em>, a snapshot with a share of <em>s</em> rests
 * for <em>t</em> · (1 / s − 1), as whoever takes turns at the gate does. The share may change meanwhile: each moment of rest pays
 * s / (1 − s) of its length.
 *
 * <p>Threading: for one thread. Times are in nanoseconds.
 */
final class Debt {
    private double owed;

    /** It has read for so long. */
    void took(long nanos) {
        owed += (double) nanos;
    }

    /** It has not read for so long, while its share was this. */
    void rested(long nanos, double share) {
        owed = share >= 1 ? 0 : Math.max(0, owed - (double) nanos * share / (1 - share));
    }

    boolean paid() {
        return owed <= 0;
    }

    /** How long it has to rest if the share stays; infinite where there is none. */
    double rest(double share) {
        if (owed <= 0 || share >= 1) {
            return 0;
        }
        return share <= 0 ? Double.POSITIVE_INFINITY : owed * (1 / share - 1);
    }

    void forgive() {
        owed = 0;
    }
}
