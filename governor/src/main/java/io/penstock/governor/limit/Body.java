package io.penstock.governor.limit;

/**
 * How the foreground looks as a whole: the mean of the logarithms of its latencies, now and at the edge. Slow samples are
 * rare, and tell little in a short time; the mean of all of them moves by a few percent between the edge and an idle
 * server, and shows it within seconds. It judges nothing: it only says whether what was learned at the edge still holds.
 *
 * <p>Threading: for one thread.
 */
final class Body {
    private static final double RECENT_SECONDS = 4;
    private static final double EDGE_SECONDS = 60;
    private static final double ENOUGH_AT_EDGE = 1_000;
    private static final double ENOUGH_RECENT = 100;
    private static final double LEAST_VARIANCE = 1e-6;

    private Sums fresh = Sums.NONE;
    private Sums recent = Sums.NONE;
    private Sums edge = Sums.NONE;

    /** Decaying sums: count, logarithms, and their squares. */
    private record Sums(double count, double sum, double squares) {
        static final Sums NONE = new Sums(0, 0, 0);

        Sums then(Sums next, double keep) {
            return new Sums(count * keep + next.count, sum * keep + next.sum, squares * keep + next.squares);
        }

        double mean() {
            return sum / count;
        }

        double variance() {
            return Math.max(LEAST_VARIANCE, squares / count - mean() * mean());
        }
    }

    void add(double samples, double logs, double squares) {
        fresh = new Sums(samples, logs, squares);
    }

    void passed(double seconds) {
        recent = recent.then(fresh, Math.exp(-seconds / RECENT_SECONDS));
    }

    /** What has just been added was seen at the edge. */
    void learnEdge(double seconds) {
        edge = edge.then(fresh, Math.exp(-seconds / EDGE_SECONDS));
    }

    void forgetRecent() {
        recent = Sums.NONE;
    }

    void forgetEdge() {
        edge = Sums.NONE;
    }

    boolean knowsEdge() {
        return edge.count() >= ENOUGH_AT_EDGE;
    }

    /** By how many standard errors it looks better now than at the edge; 0 while either is hardly known. */
    double better() {
        if (!knowsEdge() || recent.count() < ENOUGH_RECENT) {
            return 0;
        }
        // Sums that decay are worth twice as many samples as they count.
        double error = Math.sqrt(edge.variance() * (0.5 / recent.count() + 0.5 / edge.count()));
        return (edge.mean() - recent.mean()) / error;
    }
}
