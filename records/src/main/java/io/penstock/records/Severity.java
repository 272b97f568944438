package io.penstock.records;

/** How much a failure matters. */
public enum Severity {
    /** Somebody should look at it some day. */
    WARNING,
    /** Work was not done; somebody has to mend it. */
    ERROR,
    /** Somebody has to mend it now. */
    CRITICAL;

    /** As it is written into headers. */
    public String text() {
        return EnumText.of(this);
    }
}
