package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same for a snapshot, whose static limit is a part of the time of one attempt. For use by one thread. */
final class SnapshotTrial {
    static final FourRuns.Names NAMES =
            new FourRuns.Names("snapshot", "best static share", "documents/s", "the snapshot's share of one attempt");

    private final SnapshotRuns runs;
    private final Extent extent;
    private final Sweep sweep;
    private final List<Picture> pictures = new ArrayList<>();

    SnapshotTrial(SnapshotRuns runs, Extent extent, Progress progress) {
        this.runs = runs;
        this.extent = extent;
        this.sweep = new Sweep(
                new Sweep.Words("static share of a snapshot", "%.2f", "documents/s"),
                extent.snapshot().shares(),
                progress);
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Run alone = runs.alone();
        Duration objective = alone.foreground().objective();
        double share = sweep.best().isPresent()
                ? sweep.best().get()
                : sweep.find(alone.foreground().p99(), tried -> runs.limited(tried, objective));
        FourRuns round = new FourRuns(
                alone,
                runs.unlimited(),
                runs.limited(share, objective),
                runs.governed(extent.findSeconds(), objective));
        int number = pictures.size() + 1;
        pictures.add(round.picture("snapshot-" + number, "Snapshot, round " + number, NAMES));
        return round.figures(NAMES);
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    String notes() {
        return sweep.report();
    }
}
