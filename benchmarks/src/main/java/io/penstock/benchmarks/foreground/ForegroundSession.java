package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.harness.Benchmark.Session;
import io.penstock.benchmarks.harness.Case;
import io.penstock.benchmarks.harness.Environment;
import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Scale;
import io.penstock.benchmarks.harness.Trial;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The cases. For use by one thread. */
final class ForegroundSession implements Session {
    private static final int QUICK_TIERS_SECONDS = 8;
    private static final int TIERS_SECONDS = 30;

    private final Environment environment;
    private final Extent extent;
    private final Ground ground;
    private final TasksTrial tasks;
    private final TiersTrial tiers;
    private final SnapshotTrial snapshot;

    private ForegroundSession(Environment environment) throws IOException, InterruptedException {
        this.environment = environment;
        this.extent = Extent.of(environment.scale());
        this.ground = Ground.open(environment);
        this.tasks = new TasksTrial(new TaskRuns(ground, extent), extent, environment.progress());
        this.tiers = new TiersTrial(
                ground.site(),
                ground.withHeap("-Xmx1g"),
                extent.tasks(),
                environment.scale() == Scale.QUICK ? QUICK_TIERS_SECONDS : TIERS_SECONDS);
        this.snapshot = new SnapshotTrial(
                new SnapshotRuns(
                        ground, extent.snapshot().documents(), extent.snapshot().seconds()),
                extent,
                environment.progress());
    }

    static ForegroundSession open(Environment environment) throws IOException, InterruptedException {
        return new ForegroundSession(environment);
    }

    @Override
    public List<Case> cases() {
        boolean repeated = environment.scale() == Scale.FULL;
        Case ofTasks = new Trial(
                String.format(Locale.ROOT, "%,d tasks", extent.tasks()),
                repeated,
                TasksTrial.NAMES.figures(),
                tasks::measure);
        Case ofTiers = new Trial(
                "critical beside bulk", repeated, TiersTrial.FIGURES, () -> ground.withoutUsers(tiers::measure));
        Case ofSnapshot = new Trial(
                String.format(Locale.ROOT, "snapshot of %,d", extent.snapshot().documents()),
                repeated,
                SnapshotTrial.NAMES.figures(),
                snapshot::measure);
        // A snapshot's four runs do not fit into the time of a first impression.
        return repeated ? List.of(ofTasks, ofTiers, ofSnapshot) : List.of(ofTasks, ofTiers);
    }

    @Override
    public String notes() {
        return String.join(
                "\n\n", server(), tasks.notes().strip(), snapshot.notes().strip());
    }

    private String server() {
        double load = ground.foregroundPerSecond();
        if (environment.mongodb().isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "The database was a **real server**; 64 clients at once got %,.0f operations a second out of it, and the"
                            + " foreground was %,.0f operations a second, which is %.0f %% of that.",
                    ground.capacity(),
                    load,
                    100 * Extent.FOREGROUND);
        }
        return String.format(
                Locale.ROOT,
                "The database was **not a real server** but the stand-in with a model in front of it: %d service slots, one"
                        + " queue, first come first served, log-normal service times with a median of %.0f ms and a sigma"
                        + " of %.1f (seed %d). That can do %,.0f operations a second. The foreground was %,.0f operations a"
                        + " second, %.0f %% of that. The model of the tests in virtual time has a median of 1 ms; here it is"
                        + " 24 times as slow, since two processors cannot carry 28,000 operations a second through"
                        + " drivers, a proxy and the stand-in, and the machine would be what is measured. The governor's probe"
                        + " takes %.1f %% of the capacity.",
                Extent.TIMES.slots(),
                Extent.TIMES.medianNanos() / 1e6,
                Extent.TIMES.sigma(),
                ground.seed(),
                ground.capacity(),
                load,
                100 * Extent.FOREGROUND,
                100 * Extent.PROBES / ground.capacity());
    }

    @Override
    public List<Picture> pictures() {
        return Stream.concat(tasks.pictures().stream(), snapshot.pictures().stream())
                .toList();
    }

    @Override
    public void close() {
        ground.close();
    }
}
