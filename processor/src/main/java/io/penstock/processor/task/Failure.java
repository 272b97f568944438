package io.penstock.processor.task;

import io.penstock.records.DeadLetterReason;

/**
 * Why something did not work.
 *
 * @param reason one of a fixed list
 * @param errorClass class of what was thrown, or of what noticed it
 * @param message what happened, where
 */
public record Failure(DeadLetterReason reason, String errorClass, String message) {
    /** A failure that was thrown. */
    public static Failure of(DeadLetterReason reason, Throwable thrown) {
        return new Failure(reason, thrown.getClass().getName(), message(thrown));
    }

    /** What was thrown says; its class where it says nothing. */
    public static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? thrown.getClass().getName() : message;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError silent) {
            // Exceptions of handlers are other people's code, too.
            return thrown.getClass().getName();
        }
    }
}
