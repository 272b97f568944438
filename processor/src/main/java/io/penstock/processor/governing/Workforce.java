package io.penstock.processor.governing;

import java.util.OptionalDouble;

/** What runs the attempts of this process. Threads may share one. */
public interface Workforce {
    /** How many attempts it would run at once if it could. */
    double demand();

    /** How many it runs. */
    double running();

    /** From now on at most so many at once; may be a fraction, of which the part behind the point is taken in turns. */
    void limit(double share);

    /**
     * From now on this process's part of what all have.
     *
     * @param part from 0 to 1; empty: the governor is not heard, and has not said
     */
    void part(OptionalDouble part);
}
