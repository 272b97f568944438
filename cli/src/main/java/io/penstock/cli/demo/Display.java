package io.penstock.cli.demo;

import io.penstock.cli.terminal.StatusLine;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** The line that shows what happens. For use by one thread. */
final class Display {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StatusLine line;
    private final Statistics statistics;
    private final Latencies latencies;
    private final InstantSource clock;
    private Instant since;
    private long before;
    private double rate;
    private Latencies.Percentiles recent = new Latencies.Percentiles(0, 0);

    Display(StatusLine line, Statistics statistics, Latencies latencies, InstantSource clock) {
        this.line = line;
        this.statistics = statistics;
        this.latencies = latencies;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Shows how things stand; rate and latency are of the second that went by. */
    void show(long changes) {
        Instant now = clock.instant();
        Duration passed = Duration.between(since, now);
        if (passed.compareTo(SECOND) >= 0) {
            rate = (changes - before) * 1e3 / passed.toMillis();
            recent = latencies.recent();
            before = changes;
            since = now;
        }
        line.show(String.format(
                Locale.ROOT,
                "%d changes %.0f/s  %d tasks  %d results  %d duplicates  %d dead letters  p50 %d p99 %d ms",
                changes,
                rate,
                statistics.tasks(),
                statistics.results(),
                statistics.events(TaskEventKind.DUPLICATE),
                statistics.deadLetters(),
                recent.p50(),
                recent.p99()));
    }
}
