package io.penstock.cli.process;

/** What the process ends with. */
public final class ExitCodes {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;

    private ExitCodes() {}
}
