package io.penstock.processor.partition;

/**
 * How much of a partition's backlog is put away in one look: the stream thread has other things to do, and all of it is one
 * transaction.
 *
 * @param tasks so many open tasks
 */
public record AtOnce(int tasks) {
    /** What goes in far less time than a transaction may last. */
    public static final AtOnce USUAL = new AtOnce(1_000);
}
