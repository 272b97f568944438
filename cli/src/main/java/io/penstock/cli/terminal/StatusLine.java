package io.penstock.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A line that tells how things stand: refreshed in place on a terminal, one line a second elsewhere.
 *
 * <p>Safe for use by several threads.
 */
public final class StatusLine implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream stream;
    private final boolean terminal;
    private final int columns;
    private final InstantSource clock;
    private String shown = "";
    private Instant next = Instant.MIN;

    /**
     * Makes a line, which is empty at first.
     *
     * @param stream where it is shown
     * @param terminal whether that is a terminal
     * @param columns its width in characters
     * @param clock tells when a second is over
     */
    public StatusLine(PrintStream stream, boolean terminal, int columns, InstantSource clock) {
        this.stream = stream;
        this.terminal = terminal;
        this.columns = columns;
        this.clock = clock;
    }

    /** Shows how things stand now. What does not fit into a terminal's line is cut. */
    public synchronized void show(String text) {
        if (terminal) {
            shown = text.length() < columns ? text : text.substring(0, columns - 1);
            stream.print(ERASE_LINE + shown);
            stream.flush();
        } else if (!clock.instant().isBefore(next)) {
            next = clock.instant().plus(BETWEEN_LINES);
            stream.println(text);
        }
    }

    /** Shows how things stand at the end, however soon after the line before. */
    public synchronized void showLast(String text) {
        next = Instant.MIN;
        show(text);
    }

    /** Says something that stays, above the line. */
    public synchronized void say(String text) {
        if (terminal && !shown.isEmpty()) {
            stream.println(ERASE_LINE + text);
            stream.print(shown);
            stream.flush();
        } else {
            stream.println(text);
        }
    }

    /** Leaves the line as it is; what is printed next begins a new one. */
    @Override
    public synchronized void close() {
        if (terminal && !shown.isEmpty()) {
            stream.println();
            shown = "";
        }
    }
}
