package io.penstock.benchmarks.foreground;

import static io.penstock.benchmarks.harness.Trial.Figure.atLeast;
import static io.penstock.benchmarks.harness.Trial.Figure.atMost;
import static io.penstock.benchmarks.harness.Trial.Figure.told;

import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Progress;
import io.penstock.benchmarks.harness.Trial.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The foreground alone, and beside a backlog of tasks: without limits, at the best static limit, and with the governor. For
 * use by one thread.
 */
final class TasksTrial {
    static final List<Figure> FIGURES = List.of(
            told("foreground p99, alone", "ms"),
            told("foreground p99, without limits", "ms"),
            told("foreground p99, best static limit", "ms"),
            told("foreground p99, governor", "ms"),
            told("foreground p99, without limits by alone", "times"),
            told("foreground p99, best static limit by alone", "times"),
            atMost(Extent.OBJECTIVE, "foreground p99, governor by alone", "times"),
            told("background, without limits", "tasks/s"),
            told("background, best static limit", "tasks/s"),
            told("background, governor", "tasks/s"),
            atLeast(Extent.WORTH, "background, governor by best static limit", "times"));

    private final TaskRuns runs;
    private final Extent extent;
    private final Progress progress;
    private final StringBuilder sweep = new StringBuilder();
    private final List<Picture> pictures = new ArrayList<>();
    private Optional<Integer> best = Optional.empty();

    TasksTrial(TaskRuns runs, Extent extent, Progress progress) {
        this.runs = runs;
        this.extent = extent;
        this.progress = progress;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        int limit = best.isPresent() ? best.get() : sweep();
        Run alone = runs.alone(extent.seconds());
        Run unlimited = runs.limited("without limits", Extent.UNLIMITED, extent.seconds());
        Run fixed = runs.limited("best static limit", limit, extent.seconds());
        double p99 = alone.foreground().p99();
        Run governed = runs.governed(Duration.ofNanos(Math.round(Extent.OBJECTIVE * p99 * 1e6)));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("foreground p99, alone", p99);
        figures.put("foreground p99, without limits", unlimited.foreground().p99());
        figures.put("foreground p99, best static limit", fixed.foreground().p99());
        figures.put(
                "foreground p99, without limits by alone",
                unlimited.foreground().p99() / p99);
        figures.put(
                "foreground p99, best static limit by alone", fixed.foreground().p99() / p99);
        figures.put("foreground p99, governor", governed.foreground().p99());
        figures.put("foreground p99, governor by alone", governed.foreground().p99() / p99);
        figures.put("background, governor", governed.perSecond());
        figures.put("background, governor by best static limit", governed.perSecond() / fixed.perSecond());
        figures.put("background, without limits", unlimited.perSecond());
        figures.put("background, best static limit", fixed.perSecond());
        int round = pictures.size() + 1;
        pictures.add(new Picture(
                "tasks-" + round,
                "Round " + round,
                RunPlot.svg("Round " + round, List.of(alone, unlimited, fixed, governed), Extent.OBJECTIVE * p99)));
        return figures;
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    String notes() {
        return sweep.toString();
    }

    /** Tries static limits; the highest that keeps the objective is the best. */
    private int sweep() throws IOException, InterruptedException {
        double p99 = runs.alone(extent.trySeconds()).foreground().p99();
        int found = extent.statics().get(0);
        sweep.append("Static limits that were tried, each for ")
                .append(extent.trySeconds())
                .append(String.format(
                        Locale.ROOT, " s, beside a foreground that alone had a p99 of %.1f ms:%n%n", p99));
        sweep.append("| limit | foreground p99 | by alone | tasks/s |\n| ---: | ---: | ---: | ---: |\n");
        for (int limit : extent.statics()) {
            progress.now("trying a static limit of " + limit + " ...");
            Run run = runs.limited("limit " + limit, limit, extent.trySeconds());
            double ratio = run.foreground().p99() / p99;
            String row = String.format(
                    Locale.ROOT,
                    "| %d | %.1f ms | %.2f | %,.0f |",
                    limit,
                    run.foreground().p99(),
                    ratio,
                    run.perSecond());
            sweep.append(row).append('\n');
            progress.keep(row);
            // One that breaks it by a stall of the machine is not the last to be tried.
            if (ratio <= Extent.OBJECTIVE) {
                found = limit;
            }
        }
        sweep.append(String.format(
                Locale.ROOT,
                "%nThe best that kept %.2f was %d; if none did, it is the lowest that was tried.%n",
                Extent.OBJECTIVE,
                found));
        best = Optional.of(found);
        return found;
    }
}
