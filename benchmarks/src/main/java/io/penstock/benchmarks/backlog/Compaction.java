package io.penstock.benchmarks.backlog;

import static io.penstock.benchmarks.harness.Trial.Figure.atMost;
import static io.penstock.benchmarks.harness.Trial.Figure.told;

import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.Changelog;
import io.penstock.records.TaskEventKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a restore reads after many tasks, of which a few are still open. */
final class Compaction {
    private static final int STAYS_OPEN = 1_000;
    private static final int KEYS = 200_000;
    private static final int AT_ONCE = 20_000;
    /** After the rush work goes on slowly, as it does: a log into which nothing comes is not compacted. */
    private static final int SLOWLY = 1_000;

    private static final int SLOW_SECONDS = 150;
    private static final double MEGABYTE = 1024 * 1024;

    static final List<Figure> FIGURES = List.of(
            told("tasks done", "tasks"),
            told("alive in all stores", "MB"),
            atMost(3, "a restore reads, by what is alive", "times"),
            told("of the backlog alone: alive", "MB"),
            told("of the backlog alone: a restore reads", "MB"));

    private final Site site;
    private final int tasks;

    Compaction(Site site, int tasks) {
        this.site = site;
        this.tasks = tasks;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Scene scene = new Scene(site, Jobs.SHORT_DELETIONS, KEYS)) {
            scene.fill(STAYS_OPEN);
            int done = 0;
            while (done < tasks) {
                done = pass(scene, done, AT_ONCE);
            }
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOW_SECONDS);
            while (System.nanoTime() - until < 0) {
                done = pass(scene, done, SLOWLY);
                TimeUnit.SECONDS.sleep(1);
            }
            figures.put("tasks done", (double) done);
            Changelog all = scene.changelog("");
            Changelog backlog = scene.changelog("backlog");
            figures.put("alive in all stores", all.live() / MEGABYTE);
            figures.put("a restore reads, by what is alive", all.read() / (double) all.live());
            figures.put("of the backlog alone: alive", backlog.live() / MEGABYTE);
            figures.put("of the backlog alone: a restore reads", backlog.read() / MEGABYTE);
        }
        return figures;
    }

    private static int pass(Scene scene, int done, int count) throws IOException, InterruptedException {
        scene.fill(count);
        scene.subject().let(count);
        int after = done + count;
        scene.subject().await(TaskEventKind.SUCCEEDED.text(), after, reached -> scene.progress("done", reached));
        return after;
    }
}
