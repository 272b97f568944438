package io.penstock.processor.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for handlers: virtual ones where Java has them (21 and later), else as many as there are places. */
final class HandlerThreads {
    private HandlerThreads() {}

    /** Starts a thread for each task that is given to it. */
    static ExecutorService start() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException before21) {
            return platform();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Virtual threads are there and do not start", e);
        }
    }

    private static ExecutorService platform() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "penstock-handler-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
