package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.report.TimePlot;
import io.penstock.benchmarks.report.TimePlot.Line;
import io.penstock.benchmarks.report.TimePlot.Panel;
import io.penstock.benchmarks.report.TimePlot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Runs over each other: the foreground's latency, the limit and the background's throughput, from when each began. */
final class RunPlot {
    private static final double ROOM = 1.1;
    private static final double MILLIS = 1_000;

    private RunPlot() {}

    static String svg(String title, FourRuns.Names names, List<Run> runs, double objective) {
        List<Line> latencies = new ArrayList<>();
        List<Line> limits = new ArrayList<>();
        List<Line> throughputs = new ArrayList<>();
        for (Run run : runs) {
            latencies.add(new Line(
                    run.name(),
                    run.foreground().seconds().stream()
                            .map(second -> new Point(since(run, second.at()), second.p99()))
                            .toList()));
            if (!run.work().isEmpty()) {
                throughputs.add(new Line(run.name(), throughput(run)));
                limits.add(new Line(
                        run.name(),
                        run.limits().stream()
                                .map(limit -> new Point(since(run, limit.at()), limit.most()))
                                .toList()));
            }
        }
        return TimePlot.svg(
                title,
                List.of(
                        new Panel(
                                "foreground, p99 of each second, ms (broken line: the objective)",
                                highest(latencies),
                                OptionalDouble.of(objective),
                                latencies),
                        new Panel(
                                names.limit() + " (above " + Math.round(Extent.SHOWN_LIMIT) + ": cut off)",
                                Math.min(Extent.SHOWN_LIMIT, highest(limits)),
                                OptionalDouble.empty(),
                                limits),
                        new Panel(
                                names.background() + ", " + names.unit(),
                                highest(throughputs),
                                OptionalDouble.empty(),
                                throughputs)));
    }

    private static List<Point> throughput(Run run) {
        List<Point> points = new ArrayList<>();
        List<Work.Second> seconds = run.work();
        for (int i = 1; i < seconds.size(); i++) {
            Work.Second before = seconds.get(i - 1);
            Work.Second now = seconds.get(i);
            points.add(new Point(
                    since(run, now.at()), (now.done() - before.done()) * MILLIS / Math.max(1, now.at() - before.at())));
        }
        return points;
    }

    private static double since(Run run, long at) {
        return (at - run.began()) / MILLIS;
    }

    private static double highest(List<Line> lines) {
        return ROOM
                * lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Point::value)
                        .max()
                        .orElse(1);
    }
}
