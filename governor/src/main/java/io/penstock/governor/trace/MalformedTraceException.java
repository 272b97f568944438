package io.penstock.governor.trace;

/** A text is no trace; the message says where, why, and what it should be. */
public final class MalformedTraceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public MalformedTraceException(String message) {
        super(message);
    }
}
