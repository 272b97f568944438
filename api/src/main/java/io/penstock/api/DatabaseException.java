package io.penstock.api;

/**
 * The database did not do what a handler asked of it. A handler need not catch it: let out, it ends the attempt, which is
 * tried again if that may help, and is given up at once if it cannot.
 */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayPass;

    /**
     * @param message what was asked, of which collection, and what the database said
     * @param mayPass whether the same may succeed later
     */
    public DatabaseException(String message, boolean mayPass) {
        super(message);
        this.mayPass = mayPass;
    }

    /**
     * @param message what was asked, of which collection, and what the database said
     * @param mayPass whether the same may succeed later
     * @param cause what the driver threw
     */
    public DatabaseException(String message, boolean mayPass, Throwable cause) {
        super(message, cause);
        this.mayPass = mayPass;
    }

    /** Whether the same may succeed later: the server was away, busy, or had another primary. */
    public boolean mayPass() {
        return mayPass;
    }
}
