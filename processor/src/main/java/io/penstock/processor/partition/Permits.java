package io.penstock.processor.partition;

import io.penstock.settings.WorkSettings.Tier;

/**
 * How many turns the partitions of a process may have handed out at one time, and whether one of them has to be alone. Threads
 * may share one.
 */
public interface Permits {
    /**
     * Asks for one for a job; never waits.
     *
     * @param tier the job's
     */
    boolean take(String job, Tier tier);

    /** The job, for which there was none, needs none any more. */
    void forgo(String job, Tier tier);

    /** Takes one, whether or not there is one: for what runs already. */
    void force(String job, Tier tier);

    /** Gives one back. */
    void give(String job, Tier tier);

    /**
     * Whether a partition may begin something: no other one of the process is alone, or is about to be. By default there is no
     * other one.
     *
     * @param now milliseconds since 1970
     */
    default boolean mayBegin(long now) {
        return true;
    }

    /**
     * Asks to be alone in the process; never waits. From now on no other partition begins anything, for ten seconds or until
     * {@link #endAlone}.
     *
     * @param now milliseconds since 1970
     * @return whether it is: no other one has anything handed out; else it is to be asked again
     */
    default boolean beginAlone(long now) {
        return true;
    }

    /** The partition need not be alone. */
    default void endAlone() {}
}
