package io.penstock.processor.stream;

/**
 * Sees to it that what a step's call has done is written as a whole or not at all. Kafka Streams has a step prepare a commit on the
 * way out of a failure as well ({@code StreamTask.flush}, 4.3), and without a transaction what it writes then stands: of a call
 * that was broken off, a task's rows could be deleted and its result never told.
 *
 * <p>For use by one thread.
 */
final class WholeCalls {
    private boolean inside;

    /** The partition begins anew. */
    void reset() {
        inside = false;
    }

    /** A call begins. */
    void begin() {
        inside = true;
    }

    /** The call has come to its end. */
    void end() {
        inside = false;
    }

    /**
     * A commit is being prepared.
     *
     * @throws IllegalStateException if a call was broken off since {@link #reset}
     */
    void check() {
        if (inside) {
            throw new IllegalStateException("Nothing is written of a call that a failure has broken off; see that one");
        }
    }
}
