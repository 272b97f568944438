package io.penstock.processor.dispatch;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The time of the machine. Threads may share one. */
record ScheduledTimer(ScheduledExecutorService executor) implements Timer {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(long nanos, Runnable action) {
        try {
            var unused = executor.schedule(action, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // Then nothing starts any more.
            return;
        }
    }
}
