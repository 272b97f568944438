package io.penstock.benchmarks.backlog;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Does nothing, as often as it is let: what is not let through stays open. */
public final class GatedHandler implements TaskHandler {
    private static final Semaphore GATE = new Semaphore(0);
    private static final AtomicLong FIRST = new AtomicLong();

    /** Lets so many tasks through. */
    static void let(int tasks) {
        GATE.release(tasks);
    }

    /** When the process's first attempt began, as of {@link System#nanoTime}; 0: not yet. */
    static long first() {
        return FIRST.get();
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws InterruptedException {
        FIRST.compareAndSet(0, System.nanoTime());
        GATE.acquire();
        return Outcome.succeeded(1);
    }
}
