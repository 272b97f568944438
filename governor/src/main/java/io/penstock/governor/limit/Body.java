package io.penstock.governor.limit;

/**
 * How the foreground looks as a whole: the mean of the logarithms of its latencies, now, at the edge, and when it looked best.
 * Slow samples are rare, and tell little in a short time; the mean of all of them moves by ten or twenty percent between the
 * edge and an idle server, and shows it within seconds. It judges nothing: it only says whether what was learned at the edge
 * still holds.
 *
 * <p>The best look plays the part of the round-trip time without a queue in TCP Vegas (Brakmo, O'Malley, Peterson 1994): where
 * it looks like that, nobody waits for anybody. It is forgotten slowly, for what the foreground does may change.
 *
 * <p>Threading: for one thread.
 */
final class Body {
    private static final double RECENT_SECONDS = 4;
    private static final double EDGE_SECONDS = 60;
    private static final double ENOUGH_AT_EDGE = 1_000;
    private static final double ENOUGH_RECENT = 100;
    private static final double LEAST_VARIANCE = 1e-6;

    /** So long looks are averaged before the best of them counts: the best of short ones would be the luckiest. */
    private static final double BEST_SECONDS = 10;

    private static final double ENOUGH_FOR_BEST = 500;
    /** By so much of its logarithm the best look is forgotten in a second: 5 percent in four minutes. */
    private static final double BEST_FADES = 0.0002;
    /** Up to so far from the best look, in logarithms, there is no queue to be seen: 5 percent. */
    private static final double QUIET = 0.05;

    private Sums fresh = Sums.NONE;
    private Sums recent = Sums.NONE;
    private Sums edge = Sums.NONE;
    /** At the edge before: when what is known of the edge was forgotten last. */
    private Sums formerEdge = Sums.NONE;

    private Sums lately = Sums.NONE;
    private double best = Double.POSITIVE_INFINITY;

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
        lately = lately.then(fresh, Math.exp(-seconds / BEST_SECONDS));
        if (lately.count() >= ENOUGH_FOR_BEST) {
            best = Math.min(best + BEST_FADES * seconds, lately.mean());
        }
    }

    /** What has just been added was seen at the edge. */
    void learnEdge(double seconds) {
        edge = edge.then(fresh, Math.exp(-seconds / EDGE_SECONDS));
    }

    void forgetRecent() {
        recent = Sums.NONE;
    }

    void forgetEdge() {
        if (knowsEdge()) {
            formerEdge = edge;
        }
        edge = Sums.NONE;
    }

    /** What was known of the edge before holds again, if a queue was to be seen there; else nothing is known of it. */
    void recallEdge() {
        edge = formerEdge.count() > 0 && formerEdge.mean() - best > 2 * QUIET ? formerEdge : Sums.NONE;
    }

    /** Whether there is no queue to be seen; false while too little is known. */
    boolean quiet() {
        return recent.count() >= ENOUGH_RECENT && recent.mean() - best < QUIET;
    }

    /** Whether there is a queue to be seen. */
    boolean queues() {
        return recent.count() > 0 && recent.mean() - best >= QUIET;
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
