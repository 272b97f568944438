package io.penstock.processor.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends what still runs for partitions that have gone to another process, once an assignment is final. With one stream thread
 * that is when Kafka Streams says that it runs. With several a partition may be on its way from one of them to another then:
 * the first gives it up in one rebalance and the second gets it in the next, and in between all threads run. So it takes a
 * moment longer. Threads may share one.
 */
final class Settling implements AutoCloseable {
    private static final Duration BETWEEN_THREADS = Duration.ofSeconds(3);

    private final Workplace workplace;
    private final BooleanSupplier running;
    private final boolean severalThreads;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "penstock-settling");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param running whether all threads run
     * @param severalThreads whether there may be more than one stream thread
     */
    Settling(Workplace workplace, BooleanSupplier running, boolean severalThreads) {
        this.workplace = workplace;
        this.running = running;
        this.severalThreads = severalThreads;
    }

    /** All threads run. */
    void allRun() {
        if (!severalThreads) {
            workplace.settled();
            return;
        }
        try {
            var unused = timer.schedule(this::look, BETWEEN_THREADS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // Then everything ends anyhow.
            return;
        }
    }

    private void look() {
        // If they do not all run now, they will tell again when they do.
        if (running.getAsBoolean()) {
            workplace.settled();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
