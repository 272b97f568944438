package io.penstock.processor.dispatch;

/** The time that passes, and what is to be done when some of it has. Threads may share one. */
interface Timer {
    /** A clock that never goes back, in nanoseconds. */
    long nanos();

    /** Runs something later, on a thread of its own; it must not wait. Not at all once everything is closed. */
    void after(long nanos, Runnable action);
}
