package io.penstock.benchmarks.harness;

import java.io.PrintStream;

/** Shows what is going on: in one line that is refreshed in place on a terminal, in plain lines elsewhere. */
public final class Progress {
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean terminal;

    /**
     * @param out where it is shown
     * @param terminal whether that is a terminal
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is going on now; the next message takes its place. */
    public void now(String what) {
        if (terminal) {
            out.print(CLEAR_LINE + what);
            out.flush();
        } else {
            out.println(what);
        }
    }

    /** What came of it; stays. */
    public void keep(String what) {
        out.println(terminal ? CLEAR_LINE + what : what);
    }

    /** Takes away what is going on, since nothing is any more. */
    public void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
