package io.penstock.signals;

/**
 * Learns of the foreground's latency, and tells.
 *
 * <p>Threading: one thread starts and closes it; what it learns it tells from threads of its own.
 */
public interface SignalSource extends AutoCloseable {
    /**
     * Begins, and returns at once: connections are made later, and what goes wrong with them is logged and tried again. To be
     * called once.
     *
     * @param to gets what is learned, under the signal's name
     */
    void start(Readings to);

    /** What the settings call the signal. */
    default String name() {
        return "";
    }

    /** How often something came, or was asked for, that could not be read, since it was started. */
    default long unreadable() {
        return 0;
    }

    /** Ends; hardly waits. Nothing is told afterwards, but for what was about to be. */
    @Override
    void close();
}
