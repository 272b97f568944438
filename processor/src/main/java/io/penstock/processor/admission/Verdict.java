package io.penstock.processor.admission;

import io.penstock.records.TaskEventKind;
import java.util.Optional;

/** What admission says of a task that arrives. */
public enum Verdict {
    /** It is new: to be run. */
    RUN(Optional.empty()),
    /** This very version was admitted before. */
    DUPLICATE(Optional.of(TaskEventKind.DUPLICATE)),
    /** A newer version of the document was admitted before. */
    STALE(Optional.of(TaskEventKind.STALE)),
    /** What the job looks at is as it was. */
    UNCHANGED(Optional.of(TaskEventKind.UNCHANGED)),
    /** The task id has its result for good. */
    SETTLED(Optional.of(TaskEventKind.SETTLED)),
    /** It is recorded as known. */
    SEEDED(Optional.of(TaskEventKind.SEEDED)),
    /** It was to be recorded as known, but a task of its document is open or was given up: that stays as it is. */
    LEFT(Optional.of(TaskEventKind.UNCHANGED)),
    /** The document's life has ended; there was no task. */
    ENDED(Optional.empty()),
    /** The document does not meet the job's condition; there was no task. */
    UNMATCHED(Optional.empty()),
    /** A life of the document has begun; there was no task. */
    BEGUN(Optional.empty());

    private final Optional<TaskEventKind> told;

    Verdict(Optional<TaskEventKind> told) {
        this.told = told;
    }

    /** How it is told; empty where nothing is dropped, or nothing was asked. */
    public Optional<TaskEventKind> told() {
        return told;
    }
}
