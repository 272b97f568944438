package io.penstock.cli.process;

/**
 * A command cannot go on, for a reason that its user can do something about: the message says what happened, where, and
 * what to do, and is shown as it is.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Something did not work: exit code 1. */
    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(ExitCodes.FAILED, message, cause);
    }

    /** Something did not work: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCodes.FAILED, message);
    }

    /**
     * Somebody wished the end before the command had come to it: exit code 1, so that no script takes a part for the whole.
     *
     * @param consequence what is not done, or not known
     */
    public static CommandFailure interrupted(String consequence) {
        return failed("Stopped before everything was read: " + consequence);
    }

    /** The command was told something that it cannot use: exit code 2. */
    public static CommandFailure wrongUsage(String message) {
        return new CommandFailure(ExitCodes.WRONG_USAGE, message);
    }

    /** What the process is to end with. */
    public int exitCode() {
        return exitCode;
    }
}
