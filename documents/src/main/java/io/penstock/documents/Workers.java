package io.penstock.documents;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for the database.
 *
 * @param timer ends a batch's patience
 * @param requests run requests: as many threads as there are requests under way, one or two for each collection
 */
record Workers(ScheduledExecutorService timer, ExecutorService requests) implements AutoCloseable {
    static Workers start() {
        return new Workers(
                Executors.newSingleThreadScheduledExecutor(named("penstock-documents-timer")),
                Executors.newCachedThreadPool(named("penstock-documents")));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs it on the timer's thread, which must not wait. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void later(Runnable action, Duration delay) {
        timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        requests.shutdownNow();
    }
}
