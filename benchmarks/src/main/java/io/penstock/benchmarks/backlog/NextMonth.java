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

/** Tasks that wait for next month. */
final class NextMonth {
    private static final int TASKS_OF_A_KEY = 5;
    private static final int QUIET_SECONDS = 10;
    private static final int PATIENCE_SECONDS = 90;

    static final List<Figure> FIGURES = List.of(
            atMost(1024, "resident memory at most", "MB"),
            told("admissions", "tasks/s"),
            told("until the broker is at rest", "s"),
            told("records written at rest in 10 s", "records"));

    private final Site site;
    private final int tasks;

    NextMonth(Site site, int tasks) {
        this.site = site;
        this.tasks = tasks;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Scene scene = new Scene(site, Jobs.NEXT_MONTH, tasks / TASKS_OF_A_KEY)) {
            scene.subject().figures();
            Figures before = scene.subject().figures();
            scene.fill(tasks);
            Figures after = scene.subject()
                    .await(TaskEventKind.ADMITTED.text(), tasks, reached -> scene.progress("admitted", reached));
            figures.put("admissions", tasks / after.secondsSince(before));
            figures.put("until the broker is at rest", (double) rest(scene));
            // Rest is what the wait above has seen: as many seconds without a record.
            figures.put("records written at rest in 10 s", 0.0);
            Figures atRest = scene.subject().figures();
            if (atRest.of(TaskEventKind.STARTED.text()) > 0) {
                throw new IllegalStateException("A task for next month has started");
            }
            figures.put("resident memory at most", atRest.of("peak") / 1024.0);
        }
        return figures;
    }

    private int rest(Scene scene) throws InterruptedException {
        long last = -1;
        int quiet = 0;
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            long written = site.admin().writtenAnywhere();
            quiet = written == last ? quiet + 1 : 0;
            last = written;
            if (quiet == QUIET_SECONDS) {
                return second - QUIET_SECONDS;
            }
            scene.progress("seconds without a record", quiet);
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IllegalStateException("Records are still written after " + PATIENCE_SECONDS + " s");
    }
}
