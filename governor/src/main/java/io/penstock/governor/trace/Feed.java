package io.penstock.governor.trace;

import java.time.Duration;

/** What signals say in the course of time. For one thread. */
public interface Feed {
    /** Who listens. */
    @FunctionalInterface
    interface Ear {
        /**
         * A latency.
         *
         * @param signal the name of the signal
         * @param nanos how long an operation took
         */
        void hear(String signal, long nanos);
    }

    /** How long it has something to say. */
    Duration length();

    /**
     * Says all that is to be said in a stretch of time; the stretches follow each other.
     *
     * @param from its beginning, in seconds
     * @param to its end, in seconds; not part of it
     * @param background how many background attempts run meanwhile
     */
    void tell(double from, double to, double background, Ear ear);
}
