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

/** The same for a snapshot, whose static limit is a part of the time of one attempt. For use by one thread. */
final class SnapshotTrial {
    static final List<Figure> FIGURES = List.of(
            told("foreground p99, alone", "ms"),
            told("foreground p99, without limits", "ms"),
            told("foreground p99, best static share", "ms"),
            told("foreground p99, governor", "ms"),
            told("foreground p99, without limits by alone", "times"),
            told("foreground p99, best static share by alone", "times"),
            atMost(Extent.OBJECTIVE, "foreground p99, governor by alone", "times"),
            told("snapshot, without limits", "documents/s"),
            told("snapshot, best static share", "documents/s"),
            told("snapshot, governor", "documents/s"),
            atLeast(Extent.WORTH, "snapshot, governor by best static share", "times"));

    private final SnapshotRuns runs;
    private final Extent extent;
    private final Progress progress;
    private final StringBuilder sweep = new StringBuilder();
    private final List<Picture> pictures = new ArrayList<>();
    private Optional<Double> best = Optional.empty();

    SnapshotTrial(SnapshotRuns runs, Extent extent, Progress progress) {
        this.runs = runs;
        this.extent = extent;
        this.progress = progress;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Run alone = runs.alone();
        double p99 = alone.foreground().p99();
        Duration objective = Duration.ofNanos(Math.round(Extent.OBJECTIVE * p99 * 1e6));
        double share = best.isPresent() ? best.get() : sweep(p99, objective);
        Run unlimited = runs.unlimited();
        Run fixed = runs.limited(share, objective);
        Run governed = runs.governed(extent.findSeconds(), objective);
        int round = pictures.size() + 1;
        pictures.add(new Picture(
                "snapshot-" + round,
                "Snapshot, round " + round,
                RunPlot.svg(
                        "Snapshot, round " + round,
                        List.of(alone, unlimited, fixed, governed),
                        Extent.OBJECTIVE * p99)));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("foreground p99, alone", p99);
        figures.put("foreground p99, without limits", unlimited.foreground().p99());
        figures.put("foreground p99, best static share", fixed.foreground().p99());
        figures.put("foreground p99, governor", governed.foreground().p99());
        figures.put(
                "foreground p99, without limits by alone",
                unlimited.foreground().p99() / p99);
        figures.put(
                "foreground p99, best static share by alone", fixed.foreground().p99() / p99);
        figures.put("foreground p99, governor by alone", governed.foreground().p99() / p99);
        figures.put("snapshot, without limits", unlimited.perSecond());
        figures.put("snapshot, best static share", fixed.perSecond());
        figures.put("snapshot, governor", governed.perSecond());
        figures.put("snapshot, governor by best static share", governed.perSecond() / fixed.perSecond());
        return figures;
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    String notes() {
        return sweep.toString();
    }

    private double sweep(double p99, Duration objective) throws IOException, InterruptedException {
        double found = extent.snapshot().shares().get(0);
        sweep.append("Static shares of a snapshot that were tried:\n\n");
        sweep.append("| share | foreground p99 | by alone | documents/s |\n| ---: | ---: | ---: | ---: |\n");
        for (double share : extent.snapshot().shares()) {
            progress.now("trying a static share of " + share + " ...");
            Run run = runs.limited(share, objective);
            double ratio = run.foreground().p99() / p99;
            String row = String.format(
                    Locale.ROOT,
                    "| %.2f | %.1f ms | %.2f | %,.0f |",
                    share,
                    run.foreground().p99(),
                    ratio,
                    run.perSecond());
            sweep.append(row).append('\n');
            progress.keep(row);
            if (ratio <= Extent.OBJECTIVE) {
                found = share;
            }
        }
        sweep.append(String.format(
                Locale.ROOT,
                "%nThe largest that kept %.2f was %.2f; if none did, it is the smallest that was tried.%n",
                Extent.OBJECTIVE,
                found));
        best = Optional.of(found);
        return found;
    }
}
