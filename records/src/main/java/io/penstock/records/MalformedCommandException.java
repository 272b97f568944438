package io.penstock.records;

import java.util.Optional;

/** What came is no command, or none that this version knows. */
public final class MalformedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> id;
    private final CommandAnswer.Code code;
    private final String explanation;

    MalformedCommandException(Optional<String> id, CommandAnswer.Code code, String message) {
        super(message);
        this.id = id;
        this.code = code;
        this.explanation = message;
    }

    /** Its id, as far as one could be read. */
    public Optional<String> id() {
        return id;
    }

    /** What is wrong with it, for people. */
    public String explanation() {
        return explanation;
    }

    /** What is wrong with it. */
    public CommandAnswer.Code code() {
        return code;
    }
}
