package io.penstock.cli.check;

import java.util.Optional;

/**
 * A record of an output topic, as far as it tells how a change ended.
 *
 * @param kind what it tells
 * @param job the job; empty for a record that was given up before any job was asked
 * @param document which document
 * @param version which change; empty for a record that was given up before it was understood
 * @param round which round of attempts; of a change that never became a task, where its record is
 */
public record OutputRecord(
        Kind kind, Optional<String> job, DocumentName document, Optional<Version> version, String round) {
    static final String FIRST_ROUND = "1";

    /** Whether an operator had the task tried again. */
    public boolean isLaterRound() {
        return (kind == Kind.RESULT || kind == Kind.DEAD_LETTER) && !round.equals(FIRST_ROUND);
    }

    /** What an output record tells. */
    public enum Kind {
        /** A result. */
        RESULT,
        /** A dead letter of a task. */
        DEAD_LETTER,
        /** A dead letter of a change that never became a task. */
        GIVEN_UP,
        /** Told by a task event: not run, and that is the end of it. */
        TOLD,
        /** Told by a task event: dropped, since a newer version was there. */
        STALE,
        /** Told by a task event: dropped, since it was there. */
        DUPLICATE
    }
}
