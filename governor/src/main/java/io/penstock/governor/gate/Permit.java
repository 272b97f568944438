package io.penstock.governor.gate;

/**
 * Leave to run one attempt. For use in a {@code try} with resources, so that it is given back whatever happens, an
 * {@link Error} included.
 *
 * <p>Threading: any thread may close it, also another one than that which got it.
 */
public interface Permit extends AutoCloseable {
    /** Whether it is to be given back before anything else is begun with it: the limit has fallen, or its turn has lasted. */
    boolean isOver();

    /** Gives it back. Only the first call counts. */
    @Override
    void close();
}
