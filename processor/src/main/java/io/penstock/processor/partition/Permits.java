package io.penstock.processor.partition;

/** How many turns the partitions of a process may have handed out at one time. Threads may share one. */
public interface Permits {
    /** Asks for one; never waits. */
    boolean take();

    /** Takes one, whether or not there is one: for what runs already. */
    void force();

    /** Gives one back. */
    void give();
}
