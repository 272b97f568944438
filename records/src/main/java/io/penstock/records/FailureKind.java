package io.penstock.records;

/** What kind of thing went wrong: what a person, or a rule, does about it depends on that more than on the reason. */
public enum FailureKind {
    /** It may go well later, with nothing changed. */
    TRANSIENT,
    /** There was more to do than could be done in its time. */
    OVERLOADED,
    /** What came in is wrong, or not for this job: it has to be mended, or let go. */
    INVALID,
    /** Code is wrong: the handler's, or Penstock's. */
    BUG,
    /** Something took too long. */
    TIMEOUT;

    /** As it is written into headers. */
    public String text() {
        return EnumText.of(this);
    }
}
