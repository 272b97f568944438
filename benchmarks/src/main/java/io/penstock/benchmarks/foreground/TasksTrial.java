package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The foreground alone, and beside a backlog of tasks: without limits, at the best static limit, and with the governor. For
 * use by one thread.
 */
final class TasksTrial {
    static final FourRuns.Names NAMES =
            new FourRuns.Names("background", "best static limit", "tasks/s", "limit of concurrent attempts");

    private final TaskRuns runs;
    private final Extent extent;
    private final Sweep sweep;
    private final List<Picture> pictures = new ArrayList<>();

    TasksTrial(TaskRuns runs, Extent extent, Progress progress) {
        this.runs = runs;
        this.extent = extent;
        this.sweep = new Sweep(new Sweep.Words("static limit", "%.0f", "tasks/s"), extent.statics(), progress);
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        int limit = limit();
        Run alone = runs.alone(extent.seconds());
        FourRuns round = new FourRuns(
                alone,
                runs.limited("without limits", Extent.UNLIMITED, extent.seconds()),
                runs.limited("best static limit", limit, extent.seconds()),
                runs.governed(alone.foreground().objective()));
        int number = pictures.size() + 1;
        pictures.add(round.picture("tasks-" + number, "Round " + number, NAMES));
        return round.figures(NAMES);
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    String notes() {
        return sweep.report();
    }

    private int limit() throws IOException, InterruptedException {
        if (sweep.best().isEmpty()) {
            double p99 = runs.alone(extent.trySeconds()).foreground().p99();
            sweep.find(p99, limit -> runs.limited("limit " + (int) limit, (int) limit, extent.trySeconds()));
        }
        return sweep.best().orElseThrow().intValue();
    }
}
