package io.penstock.signals;

/**
 * Takes what sources learn of the foreground.
 *
 * <p>Threading: called by the sources' threads, several at once. It must not block.
 */
public interface Readings {
    /**
     * One operation of the foreground, or one that stands for such, took so long.
     *
     * @param signal the signal's name in the settings
     * @param nanos in nanoseconds
     */
    void latency(String signal, long nanos);

    /**
     * A figure that somebody has made of many operations, such as a p99, a mean or a lag.
     *
     * @param signal the signal's name in the settings
     * @param nanos in nanoseconds
     */
    void reading(String signal, long nanos);
}
