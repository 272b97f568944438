package io.penstock.processor.outcome;

import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;

/** What becomes of a task after an attempt. */
public sealed interface Settlement {
    /**
     * It is done.
     *
     * @param result as JSON
     */
    record Finish(Raw result) implements Settlement {}

    /**
     * It is tried again.
     *
     * @param pause not before so many milliseconds are over
     */
    record Requeue(long pause) implements Settlement {}

    /**
     * It is given up.
     *
     * @param failure why
     */
    record Bury(Failure failure) implements Settlement {}
}
