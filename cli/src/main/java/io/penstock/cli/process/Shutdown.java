package io.penstock.cli.process;

import io.penstock.settings.ShutdownBound;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a command has opened, in reverse order, within a bound: what hangs is told and left to the end of
 * the process, so that the rest gets its turn and the process ends. What does not need each other closes side by side, see
 * {@link #together()}.
 *
 * <p>For one thread.
 */
public final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<List<Part>> parts = new ArrayDeque<>();
    private final Duration bound;

    private record Part(String name, AutoCloseable resource) {}

    private record Closer(Part part, Thread thread) {}

    /** Takes in charge what closes side by side. */
    public static final class Together {
        private final List<Part> parts;

        private Together(List<Part> parts) {
            this.parts = parts;
        }

        /**
         * Takes a resource in charge.
         *
         * @param name what it is to people: {@code the processor}
         * @return the resource
         */
        public <R extends AutoCloseable> R closing(String name, R resource) {
            parts.add(new Part(name, resource));
            return resource;
        }
    }

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
        return together().closing(name, resource);
    }

    /** What is taken in charge through this closes side by side: before what was opened earlier, after what comes later. */
    public Together together() {
        List<Part> side = new ArrayList<>();
        parts.push(side);
        return new Together(side);
    }

    /** Closes everything; does nothing the second time. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!parts.isEmpty()) {
            List<Closer> closers = parts.pop().stream().map(Shutdown::begin).toList();
            for (Closer closer : closers) {
                await(closer, Duration.ofNanos(deadline - System.nanoTime()));
            }
        }
    }

    private static Closer begin(Part part) {
        Thread thread = new Thread(() -> close(part), "close " + part.name());
        thread.setDaemon(true);
        thread.start();
        return new Closer(part, thread);
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

    private void await(Closer closer, Duration left) {
        try {
            // Zero would mean for ever.
            closer.thread().join(Math.max(1, left.toMillis()));
            if (closer.thread().isAlive()) {
                LOG.warn(
                        "{} did not close within {} ms: no longer waited for, it ends with this process",
                        closer.part().name(),
                        bound.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
