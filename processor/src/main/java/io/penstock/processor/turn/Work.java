package io.penstock.processor.turn;

import io.penstock.processor.rate.Token;
import io.penstock.processor.task.Allowance;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Raw;
import java.util.Optional;

/**
 * One attempt with all that it needs.
 *
 * @param sequence the task's place in its lane, unique among the open tasks of its partition
 * @param attempt the task and the attempt's number
 * @param purpose what the handler is asked to do
 * @param checkpoint the newest checkpoint of an earlier attempt
 * @param limits how long it may take
 * @param token the leave to begin it
 */
public record Work(
        long sequence, Attempt attempt, Purpose purpose, Optional<Raw> checkpoint, Limits limits, Token token) {
    /** Of a job that has no rate. */
    public Work(long sequence, Attempt attempt, Purpose purpose, Optional<Raw> checkpoint, Limits limits) {
        this(sequence, attempt, purpose, checkpoint, limits, Token.FREE);
    }

    /** What the handler is asked to do. */
    public sealed interface Purpose {
        /** The work of the task. */
        record Handle() implements Purpose {}

        /**
         * To undo the work of the document's last task.
         *
         * @param lastResult what that came to, as JSON; empty if it was too large to be kept, or said nothing
         */
        record Compensate(Optional<Raw> lastResult) implements Purpose {}
    }

    /**
     * How long an attempt may take.
     *
     * @param time from its start, in milliseconds
     * @param latest where more time ends that it asks for: milliseconds since 1970
     * @param allowance what it may cost the database
     */
    public record Limits(long time, long latest, Allowance allowance) {
        /** At any cost. */
        public Limits(long time, long latest) {
            this(time, latest, Allowance.UNBOUNDED);
        }
    }
}
