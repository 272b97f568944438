package io.penstock.cli.demo;

import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.StatusLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time in which the virtual machine gets warm: it ends when the full rate is written and results keep up. For one thread. */
final class Start {
    /** So few are under way at any moment, however slow the rate is. */
    private static final long FEW = 20;

    private final Pace pace;
    private final Latencies latencies;
    private final StatusLine line;
    private final InstantSource clock;
    private final Instant began;
    private boolean over;

    Start(Pace pace, Latencies latencies, StatusLine line, InstantSource clock) {
        this.pace = pace;
        this.latencies = latencies;
        this.line = line;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** To be called several times a second. */
    void look() {
        Instant now = clock.instant();
        if (over || !pace.heed(behind(), now)) {
            return;
        }
        over = true;
        latencies.startIsOver(now);
        line.say("The start took " + Figures.duration(Duration.between(began, now)) + ": " + Figures.number(pace.rate())
                + " changes a second from now on");
    }

    /** By Little's law: what is under way takes as long as it takes to write as much. */
    private Duration behind() {
        long open = latencies.open();
        return open <= FEW || pace.rate() == 0
                ? Duration.ZERO
                : Duration.ofMillis(Math.round(1_000 * open / pace.rate()));
    }
}
