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
import java.util.concurrent.TimeUnit;

/** Every attempt fails while changes keep coming to a process that has been at work for as long. */
final class Storm {
    private static final int PER_SECOND = 5_000;
    private static final int KEYS = 20_000;
    private static final double KILOBYTE = 1024;

    static final List<Figure> FIGURES = List.of(
            told("changes a second", "changes/s"),
            told("attempts that failed", "attempts"),
            told("resident memory before the storm", "MB"),
            atMost(5, "until the last change is admitted", "s"),
            atMost(1024, "resident memory at most", "MB"),
            atMost(1.25, "resident memory, end by middle of the storm", "times"),
            told("until all is settled, in order", "s"));

    private final Site site;
    private final int seconds;

    Storm(Site site, int seconds) {
        this.site = site;
        this.seconds = seconds;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Scene scene = new Scene(site, Jobs.FAILING, KEYS)) {
            Subject subject = scene.subject();
            int changes = seconds * PER_SECOND;
            blow(scene, "seconds of work before the storm", second -> {});
            Figures before = subject.await(
                    TaskEventKind.SUCCEEDED.text(), changes, reached -> scene.progress("settled", reached));
            figures.put("resident memory before the storm", before.of("resident") / KILOBYTE);
            subject.fail();
            long began = System.nanoTime();
            double[] middle = {1};
            blow(scene, "seconds of the storm", second -> {
                if (second == seconds / 2) {
                    middle[0] = subject.figures().of("resident");
                }
            });
            Figures written = subject.figures();
            figures.put("changes a second", changes / ((System.nanoTime() - began) / 1e9));
            Figures admitted = subject.await(
                    TaskEventKind.ADMITTED.text(), 2L * changes, reached -> scene.progress("admitted", reached));
            figures.put("until the last change is admitted", admitted.secondsSince(written));
            figures.put("attempts that failed", (double) admitted.of(TaskEventKind.RETRY_SCHEDULED.text()));
            figures.put("resident memory, end by middle of the storm", admitted.of("resident") / middle[0]);
            subject.recover();
            Figures settled = subject.await(
                    TaskEventKind.SUCCEEDED.text(), 2L * changes, reached -> scene.progress("settled", reached));
            figures.put("until all is settled, in order", settled.secondsSince(admitted));
            figures.put("resident memory at most", settled.of("peak") / KILOBYTE);
        }
        return figures;
    }

    /** Has a look at the process. */
    private interface Look {
        void at(int second) throws IOException, InterruptedException;
    }

    private void blow(Scene scene, String what, Look look) throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            scene.fill(PER_SECOND);
            look.at(second);
            long left = began + TimeUnit.SECONDS.toNanos(second + 1L) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
            scene.progress(what, second + 1L);
        }
    }
}
