package io.penstock.cli.demo;

import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * The line that shows what happens. On a terminal of 80 columns every figure has to be in it, which is why the latency is not last
 * and counts are brief: of what comes last there is a word to cut. For use by one thread.
 */
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
                "%s changes %.0f/s p50 %d p99 %d ms %s tasks %s results %s dup %s dead letters",
                Figures.brief(changes),
                rate,
                recent.p50(),
                recent.p99(),
                Figures.brief(statistics.tasks()),
                Figures.brief(statistics.results()),
                Figures.brief(statistics.events(TaskEventKind.DUPLICATE)),
                Figures.brief(statistics.deadLetters())));
    }
}
