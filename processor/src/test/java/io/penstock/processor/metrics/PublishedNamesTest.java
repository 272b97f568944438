package io.penstock.processor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.Standing;
import io.penstock.processor.testing.Tasks;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.JobSettings;
import io.penstock.settings.file.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboard, alerts and the manual name what is exported, and the figures are right. */
class PublishedNamesTest {
    private static final Pattern NAME = Pattern.compile("\\b(penstock_[a-z_]+|jvm_[a-z_]+)\\b");
    /** A label, a collection, and what the process as a whole exports: a running one is asked in the test of the status page. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("penstock_job|penstock_signals|penstock_part_ready|penstock_(engine|governor|instances)_.*"
                    + "|penstock_stream_threads|penstock_attempts_(running|waiting|lost)");

    private final Meters meters = new Meters();
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(100_000));
    private final TaskMeters tasks = new TaskMeters(jobs(), meters, clock);

    private static List<JobSettings> jobs() {
        return SettingsFile.parse(
                        "jobs: [{name: job, collection: a.b, handler: d, slo: {freshness: 30s, success: 90%}}]",
                        Map.of())
                .settings()
                .orElseThrow()
                .jobs();
    }

    private void work() {
        var task = Tasks.of("{}");
        tasks.arrived(task, 90_000);
        tasks.happened(TaskEventKind.ADMITTED, task);
        tasks.attempted(task, 2, new Completion.Succeeded(Raw.of("1")), 1_000_000);
        tasks.happened(TaskEventKind.SUCCEEDED, task);
        tasks.happened(TaskEventKind.DEAD_LETTERED, task);
        tasks.lost(Optional.of("job"), new Failure(DeadLetterReason.REJECTED, "a.B", "no"), Severity.ERROR);
        tasks.stands("0_1", List.of(new Standing("job", 3, List.of(new Standing.Age(40_000, 3)), 2, true)));
    }

    @Test
    void everyNamedMetricShouldBeExported() throws IOException {
        work();
        Set<String> exported = meters.scrape()
                .lines()
                // A family has its name from here, its samples from theirs.
                .filter(line -> !line.startsWith("#") || line.startsWith("# TYPE "))
                .map(line -> line.replace("# TYPE ", "").replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named()).hasSizeGreaterThan(15);
        assertThat(exported).containsAll(named());
    }

    private static Set<String> named() throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(Path.of("../config/prometheus/alerts.yaml")));
        text.append('\n').append(Files.readString(Path.of("../config/prometheus/objectives.yaml")));
        for (Path page : manual()) {
            text.append('\n').append(Files.readString(page));
        }
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("../config/grafana/dashboards/penstock.json").toFile());
        dashboard
                .findValuesAsText("expr")
                .forEach(expression -> text.append('\n').append(expression));
        return NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !ELSEWHERE.matcher(name).matches() && !name.endsWith("_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> manual() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void figuresShouldSayWhatHappened() {
        work();

        JobFigures figures = tasks.figures().get(0);

        assertThat(figures.backlog().open()).isEqualTo(3);
        assertThat(figures.backlog().quarantined()).isEqualTo(2);
        assertThat(figures.backlog().paused()).isTrue();
        assertThat(figures.retries()).isEqualTo(new JobFigures.Retries(1, 1.0));
        assertThat(figures.losses()).containsExactly(new JobFigures.Loss(DeadLetterReason.REJECTED, Severity.ERROR, 1));
        // One of two missed an objective that lets one of ten miss it.
        assertThat(figures.objectives().get(0).burnRate()).isBetween(4.99, 5.01);
        assertThat(meters.scrape())
                .contains(
                        "penstock_backlog_oldest_seconds{penstock_job=\"job\"} 60.0",
                        "penstock_paused_partitions{penstock_job=\"job\"} 1.0");
    }

    @Test
    void aPartitionThatLeftShouldNotCount() {
        work();

        tasks.left("0_1");

        assertThat(tasks.figures().get(0).backlog().open()).isZero();
    }
}
