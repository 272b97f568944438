package io.penstock.processor.partition;

import io.penstock.settings.WorkSettings.Tier;

/** How many turns the partitions of a process may have handed out at one time. Threads may share one. */
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
}
