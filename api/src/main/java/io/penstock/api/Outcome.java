package io.penstock.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What an attempt at a task came to. The handler says what happens next by returning one. Null is nowhere an outcome: it is
 * refused where it is handed over, which ends the attempt as a failure; only a reason may be missing.
 */
public sealed interface Outcome {
    /**
     * The work is done.
     *
     * @param result becomes the record on the topic of results, written as JSON; any value that Jackson can write
     */
    record Succeeded(Optional<Object> result) implements Outcome {
        public Succeeded {
            Objects.requireNonNull(
                    result, "Succeeded.result is null: write Outcome.succeeded() where there is nothing to tell");
        }
    }

    /**
     * The work is not done, and may succeed later.
     *
     * @param after how long to wait at least; empty for the job's own patience
     * @param reason what is in the way, for whoever looks into it
     * @param overloaded whether what is in the way has too much to do, and is neither wrong nor gone: what is told of the
     *     failure says so, since more time or room helps there
     */
    record Retry(Optional<Duration> after, String reason, boolean overloaded) implements Outcome {
        public Retry {
            Objects.requireNonNull(
                    after, "Retry.after is null: write Outcome.retry(reason) to leave the pause to the job");
        }
    }

    /**
     * The work cannot be done, however often it is tried: the task becomes a dead letter.
     *
     * @param reason what is wrong with the task, for whoever mends it
     */
    record Rejected(String reason) implements Outcome {}

    /** The work is done, and there is nothing to tell: the result says {@code null}. */
    static Outcome succeeded() {
        return new Succeeded(Optional.empty());
    }

    /** The work is done; {@code result} is written as JSON to the topic of results. */
    static Outcome succeeded(Object result) {
        return new Succeeded(Optional.of(Objects.requireNonNull(
                result, "succeeded(result) was called with null: write succeeded() where there is nothing to tell")));
    }

    /** Try again, when the job's own patience says so. */
    static Outcome retry(String reason) {
        return new Retry(Optional.empty(), reason, false);
    }

    /** Try again, but not before {@code after} is over. */
    static Outcome retryAfter(Duration after, String reason) {
        return new Retry(
                Optional.of(Objects.requireNonNull(
                        after, "retryAfter(after, reason) was called with null: write retry(reason)")),
                reason,
                false);
    }

    /** Try again, when the job's own patience says so: what the work needs has too much to do now. */
    static Outcome overloaded(String reason) {
        return new Retry(Optional.empty(), reason, true);
    }

    /** Try again, but not before {@code after} is over: what the work needs has too much to do now. */
    static Outcome overloaded(Duration after, String reason) {
        return new Retry(
                Optional.of(Objects.requireNonNull(
                        after, "overloaded(after, reason) was called with null: write overloaded(reason)")),
                reason,
                true);
    }

    /** Give the task up: it can never succeed. */
    static Outcome rejected(String reason) {
        return new Rejected(reason);
    }
}
