package io.penstock.benchmarks.backlog;

import static io.penstock.benchmarks.harness.Trial.Figure.atMost;
import static io.penstock.benchmarks.harness.Trial.Figure.told;

import io.penstock.benchmarks.backlog.Subject.Figures;
import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Site;
import io.penstock.records.TaskEventKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What admission, settlement and a restart cost while many tasks are open. */
final class OpenTasks {
    private static final String ADMITTED = TaskEventKind.ADMITTED.text();
    private static final String SUCCEEDED = TaskEventKind.SUCCEEDED.text();
    private static final int FEW = 10_000;
    private static final int WINDOW = 20_000;
    private static final int WARM_UP = 200_000;
    private static final int TASKS_OF_A_KEY = 5;
    private static final double KILOBYTE = 1024;

    static final List<Figure> FIGURES = List.of(
            atMost(1024, "resident memory at most", "MB"),
            atMost(2, "steps of iterators per settlement, few open", "next()"),
            atMost(2, "steps of iterators per settlement, all open", "next()"),
            told("rows passed over per settlement, few open", "rows"),
            told("rows passed over per settlement, all open", "rows"),
            told("reads per admission, few open", "blocks"),
            told("reads per admission, all open", "blocks"),
            told("reads per settlement, few open", "blocks"),
            told("reads per settlement, all open", "blocks"),
            told("admissions, few open", "tasks/s"),
            told("admissions, all open", "tasks/s"),
            told("settlements, few open", "tasks/s"),
            told("settlements, all open", "tasks/s"),
            atMost(1.5, "time per admission, all open by few", "times"),
            atMost(1.5, "time per settlement, all open by few", "times"),
            told("restoration", "s"),
            atMost(10, "from restoration to the first attempt", "s"));

    private final Site site;
    private final int open;

    OpenTasks(Site site, int open) {
        this.site = site;
        this.open = open;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Scene scene = new Scene(site, Jobs.GATED, open / TASKS_OF_A_KEY)) {
            Progress at = new Progress();
            at.admit(scene, WARM_UP);
            at.settle(scene, WARM_UP);
            at.admit(scene, FEW);
            double[] few = window(scene, at, "few open", figures);
            at.admit(scene, open - FEW);
            double[] all = window(scene, at, "all open", figures);
            figures.put("time per admission, all open by few", all[0] / few[0]);
            figures.put("time per settlement, all open by few", all[1] / few[1]);
            double peak = scene.subject().figures().of("peak") / KILOBYTE;
            restart(scene, figures);
            figures.put(
                    "resident memory at most",
                    Math.max(peak, scene.subject().figures().of("peak") / KILOBYTE));
        }
        return figures;
    }

    /** How far the work has come. */
    private static final class Progress {
        private int admitted;
        private int settled;

        Figures admit(Scene scene, int count) throws IOException, InterruptedException {
            scene.fill(count);
            admitted += count;
            return scene.subject().await(ADMITTED, admitted, reached -> scene.progress("admitted", reached));
        }

        Figures settle(Scene scene, int count) throws IOException, InterruptedException {
            scene.subject().let(count);
            settled += count;
            return scene.subject().await(SUCCEEDED, settled, reached -> scene.progress("settled", reached));
        }
    }

    /** The times of one admission and of one settlement, in seconds. */
    private static double[] window(Scene scene, Progress at, String when, Map<String, Double> figures)
            throws IOException, InterruptedException {
        Figures before = scene.subject().figures();
        Figures admitted = at.admit(scene, WINDOW);
        Figures settled = at.settle(scene, WINDOW);
        figures.put("reads per admission, " + when, perTask(reads(before, admitted)));
        figures.put("reads per settlement, " + when, perTask(reads(admitted, settled)));
        figures.put(
                "steps of iterators per settlement, " + when,
                perTask(settled.since(admitted, "backlog", "NUMBER_DB_NEXT")));
        figures.put(
                "rows passed over per settlement, " + when,
                perTask(settled.since(admitted, "backlog", "NUMBER_ITER_SKIP")));
        double admission = admitted.secondsSince(before) / WINDOW;
        double settlement = settled.secondsSince(admitted) / WINDOW;
        figures.put("admissions, " + when, 1 / admission);
        figures.put("settlements, " + when, 1 / settlement);
        return new double[] {admission, settlement};
    }

    private static void restart(Scene scene, Map<String, Double> figures) throws IOException, InterruptedException {
        long began = System.nanoTime();
        scene.restart();
        Figures now = scene.subject().figures();
        while (now.of("restored") == 0 || now.of("first") == 0) {
            long seconds = (System.nanoTime() - began) / 1_000_000_000L;
            if (seconds > 300) {
                throw new IllegalStateException("No attempt began within " + seconds + " s of the restart");
            }
            scene.progress("seconds since the restart", seconds);
            now = scene.subject().figures();
        }
        figures.put("restoration", (now.of("restored") - began) / 1e9);
        figures.put("from restoration to the first attempt", Math.max(0, now.of("first") - now.of("restored")) / 1e9);
    }

    private static long reads(Figures before, Figures after) {
        return after.since(before, "", "BLOCK_CACHE_DATA_MISS")
                + after.since(before, "", "BLOCK_CACHE_INDEX_MISS")
                + after.since(before, "", "BLOCK_CACHE_FILTER_MISS");
    }

    private static double perTask(long count) {
        return count / (double) WINDOW;
    }
}
