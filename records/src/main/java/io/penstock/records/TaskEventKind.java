package io.penstock.records;

/** What happened to a task. */
public enum TaskEventKind {
    /** It was taken on. */
    ADMITTED(false),
    /** Its version was admitted before: dropped. */
    DUPLICATE(true),
    /** A newer version of its document was admitted before: dropped. */
    STALE(true),
    /**
     * The part of the document that the job looks at is as it was: dropped. Or a snapshot has read the document to make it
     * known ({@code snapshot: seed}), and a task of it is open or was given up: that stays so.
     */
    UNCHANGED(true),
    /** Its document was gone before it could be looked up: its delete follows. */
    SUPERSEDED(true),
    /** Its task id has its result for good ({@code run: once}): dropped. */
    SETTLED(true),
    /** It was recorded as known, and not run ({@code snapshot: seed}). */
    SEEDED(true),
    /** An attempt at it has begun. */
    STARTED(false),
    /** An attempt at it has saved how far it has come. */
    CHECKPOINTED(false),
    /** An attempt at it ran beyond its time limit. */
    TIMED_OUT(true),
    /** An attempt at it had to make room for what matters more: it runs again, and nothing has failed. */
    PREEMPTED(false),
    /** It is tried again after a while. */
    RETRY_SCHEDULED(true),
    /** It is done. */
    SUCCEEDED(false),
    /** The work that was done before is undone, since the job's condition holds no more. */
    COMPENSATED(false),
    /** It was taken back before it was done: by an operator, or because the job's condition holds no more. */
    CANCELLED(true),
    /** It has been open for longer than its job allows; a dead letter follows. */
    RETIRED(true),
    /** It was given up, and with it its lane was set aside. */
    QUARANTINED(true),
    /** Its lane, which had been set aside, goes on. */
    RELEASED(true),
    /** It had been given up, and an operator has it tried again: another round begins. */
    RETRIED(true),
    /** It had been given up, and an operator has said that it is not to be tried again. */
    DISCARDED(true),
    /** No task's: nothing is known of the job in a partition any more, and it takes on nothing. Always told. */
    JOB_RETIRED(true),
    /** The handler refused it; a dead letter follows. */
    REJECTED(true),
    /** It was given up. */
    DEAD_LETTERED(true);

    private final boolean problem;

    TaskEventKind(boolean problem) {
        this.problem = problem;
    }

    /** Whether {@code task-events: problems} tells it: the task was not run, or not run well. */
    public boolean problem() {
        return problem;
    }

    /** As it is written into headers: {@code dead-lettered}. */
    public String text() {
        return EnumText.of(this);
    }
}
