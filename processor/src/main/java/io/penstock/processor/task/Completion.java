package io.penstock.processor.task;

import java.time.Duration;
import java.util.Optional;

/** What one attempt at a task came to. */
public sealed interface Completion {
    /**
     * The work is done.
     *
     * @param result as JSON; {@code null} in JSON where there is nothing to tell
     */
    record Succeeded(Raw result) implements Completion {}

    /**
     * Not done, and may succeed later.
     *
     * @param after how long to wait at least; empty for the job's own patience
     * @param failure what is in the way
     */
    record Retry(Optional<Duration> after, Failure failure) implements Completion {}

    /**
     * Can never succeed.
     *
     * @param failure what is wrong
     */
    record Refused(Failure failure) implements Completion {}
}
