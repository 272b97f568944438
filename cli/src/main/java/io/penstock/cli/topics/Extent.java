package io.penstock.cli.topics;

/** Which part of a topic is read. */
public enum Extent {
    /** What is there now. */
    WHAT_IS_THERE,
    /** What comes from now on, without end. */
    WHAT_COMES,
    /** What is there and what comes, without end. */
    EVERYTHING;

    boolean fromBeginning() {
        return this != WHAT_COMES;
    }

    boolean endless() {
        return this != WHAT_IS_THERE;
    }
}
