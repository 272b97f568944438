package io.penstock.cli.process;

import io.penstock.settings.ShutdownBound;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a command has opened, in reverse order, within a bound: what hangs is told and left to the end of
 * the process, so that the rest gets its turn and the process ends.
 *
 * <p>For one thread.
 */
public final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Duration bound;

    private record Part(String name, AutoCloseable resource) {}

    /** Closes within {@link ShutdownBound}. */
    public Shutdown() {
        this(ShutdownBound.get());
    }

    /**
     * For a command whose attempts may go on for a while after its end was wished.
     *
     * @param stop is told how much longer the end may take
     */
    public static Shutdown withGrace(Duration grace, StopSignal stop) {
        stop.allow(grace);
        return new Shutdown(ShutdownBound.get().plus(grace));
    }

    /** Closes within another bound. */
    public Shutdown(Duration bound) {
        this.bound = bound;
    }

    /**
     * Takes a resource in charge.
     *
     * @param name what it is to people: {@code the broker}
     * @return the resource
     */
    public <R extends AutoCloseable> R closing(String name, R resource) {
        parts.push(new Part(name, resource));
        return resource;
    }

    /** Closes everything; does nothing the second time. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            Thread closer = new Thread(() -> close(part), "close " + part.name());
            closer.setDaemon(true);
            closer.start();
            await(closer, part, Duration.ofNanos(deadline - System.nanoTime()));
        }
    }

    private static void close(Part part) {
        long began = System.nanoTime();
        try {
            part.resource().close();
            LOG.info("{} closed in {} ms", part.name(), (System.nanoTime() - began) / 1_000_000);
        } catch (Exception e) {
            LOG.warn("{} did not close properly: {}", part.name(), e.toString(), e);
        }
    }

    private void await(Thread closer, Part part, Duration left) {
        try {
            // Zero would mean for ever.
            closer.join(Math.max(1, left.toMillis()));
            if (closer.isAlive()) {
                LOG.warn(
                        "{} did not close within {} ms: no longer waited for, it ends with this process",
                        part.name(),
                        bound.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
