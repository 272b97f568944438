package io.penstock.connectors.pace;

/**
 * What a snapshot may take of what the database can spare.
 *
 * <p>Threading: safe for use by several threads. Nothing waits here.
 */
public interface BackgroundShare extends AutoCloseable {
    /** For which part of the time it may read at present: from 0 to 1. To be asked again and again while it wants to. */
    double now();

    /** It has read for so long, in nanoseconds. */
    void used(long nanos);

    @Override
    void close();
}
