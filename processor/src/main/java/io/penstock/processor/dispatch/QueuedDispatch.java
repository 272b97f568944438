package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Handler;
import io.penstock.api.TaskHandler;
import io.penstock.processor.turn.Turn;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Batch;
import io.penstock.settings.JobSettings.Execution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Runs the turns of queued jobs, so many at once, on threads of their own. Threads may share one. */
public final class QueuedDispatch implements AutoCloseable {
    /** For a batch handler whose job says nothing of batches. */
    private static final Batch USUAL = new Batch(100, Duration.ofMillis(10));

    private final Map<String, TurnRunner> runners = new HashMap<>();
    private final Places places;
    private final ExecutorService threads = HandlerThreads.start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "penstock-batches");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param jobs the jobs, of which the queued ones count
     * @param handlers a handler for each, by name
     * @param json writes results
     * @param concurrency most turns that run at once
     * @param fatal told of what leaves nothing in the process to rely on
     */
    public QueuedDispatch(
            List<JobSettings> jobs,
            Map<String, ? extends Handler> handlers,
            ObjectMapper json,
            int concurrency,
            Consumer<Throwable> fatal) {
        this.places = new Places(concurrency);
        Surroundings around = new Surroundings(places, threads, new Completions(json), InstantSource.system(), fatal);
        for (JobSettings job : jobs) {
            Handler handler = handlers.get(job.name());
            if (job.handler().execution() == Execution.QUEUED && handler != null) {
                runners.put(job.name(), runner(job, handler, around));
            }
        }
    }

    private TurnRunner runner(JobSettings job, Handler handler, Surroundings around) {
        if (handler instanceof TaskHandler blocking) {
            return new BlockingRunner(blocking, around);
        }
        return handler instanceof AsyncTaskHandler async
                ? new AsyncRunner(async, around)
                : new BatchRunner(
                        (BatchTaskHandler) handler, job.handler().batch().orElse(USUAL), timer, around);
    }

    /**
     * Runs a turn as soon as there is a place; never waits.
     *
     * @param job whose it is
     */
    public void run(String job, Turn turn) {
        TurnRunner runner = runners.get(job);
        if (runner == null) {
            throw new IllegalStateException("Job '" + job + "' has no handler");
        }
        places.enter(place -> runner.run(turn, place));
    }

    /** From now on at most so many turns at once; those that run go on. */
    public void limit(int concurrency) {
        places.limit(concurrency);
    }

    /** Turns that run. */
    public int running() {
        return places.taken();
    }

    /** Turns that wait for a place. */
    public int queued() {
        return places.waiting();
    }

    /** Attempts that have lost their right to settle, and whose handlers have not returned. */
    public int lost() {
        return places.lost();
    }

    /** Begins nothing more; what runs goes on. */
    public void stop() {
        places.close();
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        places.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
