package io.penstock.cli.terminal;

/**
 * Which of the process's streams go to a terminal.
 *
 * @param out whether standard output does
 * @param err whether standard error does
 * @param columns its width in characters
 */
public record Terminal(boolean out, boolean err, int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** No terminal at all. */
    public static final Terminal NONE = new Terminal(false, false, USUAL_COLUMNS);

    /**
     * The terminal that the launcher script found: Java cannot tell the two streams apart. It says so in the system
     * properties {@code penstock.terminal.out}, {@code penstock.terminal.err} and {@code penstock.terminal.columns}.
     */
    public static Terminal detect() {
        return new Terminal(
                Boolean.getBoolean("penstock.terminal.out"),
                Boolean.getBoolean("penstock.terminal.err"),
                Math.max(20, Integer.getInteger("penstock.terminal.columns", USUAL_COLUMNS)));
    }
}
