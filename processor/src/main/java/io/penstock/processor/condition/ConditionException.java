package io.penstock.processor.condition;

import java.util.List;

/** A condition is not well formed, or could not be evaluated for one change. The message shows where and why. */
public class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    ConditionException(String message) {
        super(message);
        faults = List.of(message);
    }

    ConditionException(String message, Throwable cause) {
        this(List.of(message), cause);
    }

    ConditionException(List<String> faults, Throwable cause) {
        super(String.join(System.lineSeparator(), faults), cause);
        this.faults = List.copyOf(faults);
    }

    /** What is wrong, thing by thing, each with its place. */
    public List<String> faults() {
        return faults;
    }
}
