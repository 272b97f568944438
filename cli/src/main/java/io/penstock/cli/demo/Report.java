package io.penstock.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.cli.check.Findings;
import io.penstock.cli.terminal.Figures;
import io.penstock.records.TaskEventKind;
import io.penstock.records.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demo has come to.
 *
 * @param findings what the check has found
 * @param statistics what came out
 * @param latencies how long it took
 * @param took from the first write to the last record
 */
public record Report(Findings findings, Statistics statistics, Latencies.Percentiles latencies, Duration took) {

    /** Nothing on this way takes so long: what does has waited for its turn. */
    private static final long QUEUED_MILLIS = 1_000;

    /** Of a demo that was stopped before it had written anything: all figures are zero. */
    public static Report ofNothing() {
        return new Report(
                new Findings(0, 0, 0, 0, 0, 0, List.of()),
                new Statistics(new Topics("none")),
                new Latencies.Percentiles(0, 0),
                Duration.ZERO);
    }

    /** Whether nothing is lost or doubled. */
    public boolean sound() {
        return findings.sound();
    }

    private double changesPerSecond() {
        return took.isZero() ? 0 : findings.writes() * 1e9 / took.toNanos();
    }

    /** One JSON object, on one line. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("changes", findings.writes());
        json.put("tasks", statistics.tasks());
        json.put("results", statistics.results());
        json.put("duplicates", statistics.events(TaskEventKind.DUPLICATE));
        json.put("stale", statistics.events(TaskEventKind.STALE));
        json.put("unchanged", statistics.events(TaskEventKind.UNCHANGED));
        json.put("superseded", statistics.events(TaskEventKind.SUPERSEDED));
        json.put("dead_letters", statistics.deadLetters());
        json.put("skipped", statistics.skippedChanges());
        json.put("lost", findings.lost());
        json.put("doubled", findings.doubled());
        json.putObject("latency_ms").put("p50", latencies.p50()).put("p99", latencies.p99());
        json.put("changes_per_s", Math.round(changesPerSecond() * 10) / 10.0);
        try {
            return mapper.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }

    /** A few lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s in %s (%.0f a second): %s, %s, %s"
                .formatted(
                        Figures.count(findings.writes(), "change", "changes"),
                        Figures.duration(took),
                        changesPerSecond(),
                        Figures.count(statistics.tasks(), "task", "tasks"),
                        Figures.count(statistics.results(), "result", "results"),
                        Figures.count(statistics.deadLetters(), "dead letter", "dead letters")));
        lines.add("not run: %s, %s stale, %s unchanged, %s superseded; %s concerned no job"
                .formatted(
                        Figures.count(statistics.events(TaskEventKind.DUPLICATE), "duplicate", "duplicates"),
                        Figures.count(statistics.events(TaskEventKind.STALE)),
                        Figures.count(statistics.events(TaskEventKind.UNCHANGED)),
                        Figures.count(statistics.events(TaskEventKind.SUPERSEDED)),
                        Figures.count(statistics.skippedChanges(), "change", "changes")));
        lines.add(String.format(
                Locale.ROOT,
                "from a write to its result: half within %d ms, 99 of 100 within %d ms",
                latencies.p50(),
                latencies.p99()));
        if (latencies.p50() > QUEUED_MILLIS) {
            lines.add(
                    "most of that is waiting: this machine takes fewer changes a second than were written; a lower --rate"
                            + " shows how long one takes");
        }
        if (findings.underWay() > 0) {
            lines.add(Figures.count(findings.underWay(), "change was", "changes were")
                    + " still under way when it was stopped");
        }
        lines.add("held against the journal of what was written: %s lost, %s doubled%s"
                .formatted(
                        Figures.count(findings.lost()),
                        Figures.count(findings.doubled()),
                        findings.disordered() == 0
                                ? ""
                                : ", " + Figures.count(findings.disordered()) + " out of order"));
        if (findings.maybe() > 0) {
            lines.add(Figures.count(findings.maybe()) + " writes were never acknowledged: they may be done or not");
        }
        if (!sound()) {
            findings.explanations().forEach(explanation -> lines.add("  " + explanation));
        }
        return lines;
    }
}
