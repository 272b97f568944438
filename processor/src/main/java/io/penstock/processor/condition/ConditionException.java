package io.penstock.processor.condition;

/** A condition is not well formed, or could not be evaluated for one change. The message shows where and why. */
public class ConditionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConditionException(String message) {
        super(message);
    }

    ConditionException(String message, Throwable cause) {
        super(message, cause);
    }
}
