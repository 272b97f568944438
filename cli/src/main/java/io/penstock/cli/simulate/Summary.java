package io.penstock.cli.simulate;

import io.penstock.governor.limit.Change;
import io.penstock.governor.limit.Reason;
import io.penstock.governor.limit.State;
import io.penstock.governor.trace.Point;
import io.penstock.governor.trace.Replay;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay came to, in figures.
 *
 * @param seconds how long it was
 * @param meanLimit the limit, on average
 * @param variation its standard deviation, divided by its mean
 * @param missedSeconds seconds in which the worst signal was beyond its objective; within a second few samples decide, so
 *     that some are in any case
 * @param cuts how often an objective was missed beyond doubt
 * @param inState seconds in each state
 */
record Summary(
        int seconds, double meanLimit, double variation, long missedSeconds, long cuts, Map<State, Long> inState) {
    static Summary of(Replay replay) {
        List<Point> points = replay.points();
        double mean = points.stream().mapToDouble(Point::limit).average().orElse(0);
        double variance = points.stream()
                .mapToDouble(point -> (point.limit() - mean) * (point.limit() - mean))
                .average()
                .orElse(0);
        Map<State, Long> inState = new EnumMap<>(State.class);
        points.forEach(point -> inState.merge(point.state(), 1L, Long::sum));
        return new Summary(
                points.size(),
                mean,
                mean == 0 ? 0 : Math.sqrt(variance) / mean,
                points.stream().filter(point -> point.pressure() > 1).count(),
                replay.changes().stream()
                        .filter(change -> change.reason() instanceof Reason.Missed)
                        .count(),
                inState);
    }

    /** The changes that are worth a line: those of the state, and every cut. */
    static List<Change> telling(Replay replay) {
        return replay.changes().stream()
                .filter(change -> change.before() != change.state() || change.reason() instanceof Reason.Missed)
                .toList();
    }
}
