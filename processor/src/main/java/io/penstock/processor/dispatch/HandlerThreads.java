package io.penstock.processor.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for other people's code: virtual ones where Java has them for good (21 and later), else pools, of which that for
 * handlers has as many as there are places, and as many again for those that can be lost. Threads may share one.
 */
final class HandlerThreads implements AutoCloseable {
    /** In 19 and 20 they were a preview, which fails unless it was asked for. */
    private static final int FIRST_WITH_VIRTUAL = 21;

    private static final int KEPT_SECONDS = 30;

    private final ExecutorService handlers;
    /** Callbacks have threads of their own: the handlers' may all be waiting for one. */
    private final ExecutorService callbacks;

    private HandlerThreads(ExecutorService handlers, ExecutorService callbacks) {
        this.handlers = handlers;
        this.callbacks = callbacks;
    }

    /**
     * Those of this Java.
     *
     * @param places how many handlers run at once, those not counted that were lost
     */
    static HandlerThreads start(int places) {
        return start(Runtime.version().feature(), places);
    }

    static HandlerThreads start(int javaFeature, int places) {
        if (javaFeature >= FIRST_WITH_VIRTUAL) {
            ExecutorService virtual = virtual();
            return new HandlerThreads(virtual, virtual);
        }
        return new HandlerThreads(pool("penstock-handler-", 2 * places), pool("penstock-callback-", places));
    }

    /** Runs a handler; false: it is closed, and will not. */
    boolean execute(Runnable work) {
        try {
            handlers.execute(work);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Runs what handlers hang on stages: never on the thread that asks, and always, since somebody may wait for it. */
    Executor callbacks() {
        return work -> {
            try {
                callbacks.execute(work);
            } catch (RejectedExecutionException closed) {
                daemon(work, "penstock-callback-last").start();
            }
        };
    }

    /** Interrupts all, and waits a moment for those that listen. */
    @Override
    public void close() {
        handlers.shutdownNow();
        callbacks.shutdownNow();
        try {
            handlers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("This Java has virtual threads, and they do not start", e);
        }
    }

    private static ExecutorService pool(String name, int size) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> daemon(work, name + number.incrementAndGet());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
