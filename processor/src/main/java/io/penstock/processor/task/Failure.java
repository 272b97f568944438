package io.penstock.processor.task;

import io.penstock.records.DeadLetterReason;
import java.util.Optional;

/**
 * Why something did not work.
 *
 * @param reason one of a fixed list
 * @param errorClass class of what was thrown, or of what noticed it
 * @param message what happened, where
 * @param thrown what a handler has thrown, for whoever looks for the place in its code; foreign code, too: calls to it may
 *     throw
 */
public record Failure(DeadLetterReason reason, String errorClass, String message, Optional<Throwable> thrown) {
    /** A failure that no handler has thrown. */
    public Failure(DeadLetterReason reason, String errorClass, String message) {
        this(reason, errorClass, message, Optional.empty());
    }

    /** A failure that was thrown. */
    public static Failure of(DeadLetterReason reason, Throwable thrown) {
        return new Failure(reason, thrown.getClass().getName(), message(thrown));
    }

    /** A failure that a handler has thrown. */
    public static Failure ofHandler(DeadLetterReason reason, Throwable thrown) {
        return new Failure(reason, thrown.getClass().getName(), message(thrown), Optional.of(thrown));
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
