package io.penstock.processor.intake;

import io.penstock.processor.task.Failure;
import io.penstock.records.DeadLetterReason;

/** A record cannot become a change event, or a change event cannot become a task. */
final class MalformedRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason reason;

    MalformedRecordException(DeadLetterReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    MalformedRecordException(DeadLetterReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** As a dead letter tells it: the class is that of what was thrown first. */
    Failure failure() {
        Throwable origin = getCause() == null ? this : getCause();
        return new Failure(reason, origin.getClass().getName(), Failure.message(this));
    }
}
