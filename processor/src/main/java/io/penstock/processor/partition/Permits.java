package io.penstock.processor.partition;

import io.penstock.processor.lane.Company;
import io.penstock.settings.WorkSettings.Tier;

/**
 * How many turns the partitions of a process may have handed out at one time, and which of them tries what may end the process.
 * Threads may share one.
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
     * Whether a partition may begin what is no suspect: none is tried in the process, or is about to be. By default there is
     * no other partition.
     *
     * @param now milliseconds since 1970
     */
    default boolean mayBegin(long now) {
        return true;
    }

    /**
     * Asks to try a suspect: an attempt that may end the process. Never waits. From now on no partition begins anything but
     * suspects, until {@link #endTrial} or {@link #forgoTrial}. Partitions take turns.
     *
     * @param company among how many of them
     * @param now milliseconds since 1970
     * @param acquitted when what begins now has lived for too long to be to blame: that may run beside suspects
     * @return whether it may begin: it is this partition's turn, there is room, and nothing else runs that may be to blame;
     *     if not, it is to be asked again
     */
    default boolean beginTrial(Company company, long now, long acquitted) {
        return true;
    }

    /** A suspect that was tried is none any more, and that is committed. */
    default void endTrial() {}

    /** There is no other suspect to be tried. */
    default void forgoTrial() {}
}
