package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.BatchTaskHandler;
import io.penstock.api.Handler;
import io.penstock.api.TaskHandler;
import io.penstock.documents.DocumentAccess;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Batch;
import io.penstock.settings.JobSettings.Execution;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Runs the turns of queued jobs, so many at once, on threads of their own. Threads may share one. */
public final class QueuedDispatch implements AutoCloseable {
    /** For a batch handler whose job says nothing of batches. */
    private static final Batch USUAL = new Batch(100, Duration.ofMillis(10));

    private final Map<String, Way> ways = new HashMap<>();
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final Places places;
    private final HandlerThreads threads;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "penstock-batches");
        thread.setDaemon(true);
        return thread;
    });

    /** The lines in which a job's turns wait, and who runs them then. */
    private record Way(Optional<Places> own, TurnRunner runner) {}

    /**
     * @param jobs the jobs, of which the queued ones count
     * @param handlers a handler for each, by name
     * @param json writes results
     * @param documents the database, for handlers
     * @param concurrency most turns that run at once
     * @param fatal told of what leaves nothing in the process to rely on
     */
    public QueuedDispatch(
            List<JobSettings> jobs,
            Map<String, ? extends Handler> handlers,
            ObjectMapper json,
            DocumentAccess documents,
            int concurrency,
            Consumer<Throwable> fatal) {
        this.places = new Places(concurrency);
        this.threads = HandlerThreads.start(concurrency);
        Surroundings around =
                new Surroundings(places, threads, new Completions(json), documents, InstantSource.system(), fatal);
        for (JobSettings job : jobs) {
            Handler handler = handlers.get(job.name());
            if (job.handler().execution() == Execution.QUEUED && handler != null) {
                Optional<Places> connections =
                        job.handler().http().map(endpoint -> new Places(endpoint.connectionsPerHost()));
                ways.put(job.name(), new Way(connections, runner(job, handler, around)));
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
        Way way = ways.get(job);
        if (way == null) {
            throw new IllegalStateException("Job '" + job + "' has no handler");
        }
        if (places.isClosed()) {
            return;
        }
        List<Places> lines = way.own().map(own -> List.of(own, places)).orElseGet(() -> List.of(places));
        Passage passage = new Passage(turn, lines, way.runner(), passages::remove);
        passages.add(passage);
        passage.begin();
    }

    /** From now on at most so many turns at once; those that run go on. */
    public void limit(int concurrency) {
        threads.places(concurrency);
        places.limit(concurrency);
    }

    /** Turns that run. */
    public int running() {
        return places.taken();
    }

    /** Turns that wait for a place, or for a connection. */
    public int queued() {
        return places.waiting()
                + ways.values().stream()
                        .flatMap(way -> way.own().stream())
                        .mapToInt(Places::waiting)
                        .sum();
    }

    /** Attempts that have lost their right to settle, and whose handlers have not returned. */
    public int lost() {
        return places.lost();
    }

    /** Begins nothing more; what runs goes on. */
    public void stop() {
        places.close();
        ways.values().forEach(way -> way.own().ifPresent(Places::close));
    }

    /** Takes from all that still runs the right to settle, and makes it stop. To be called after {@link #stop}. */
    public void giveUp() {
        for (Passage passage : passages) {
            passage.turn().stop();
            passage.turn().current().ifPresent(RunningAttempt::giveUp);
        }
    }

    /** Stops, gives up what still runs, and interrupts its threads once more. */
    @Override
    public void close() {
        stop();
        giveUp();
        timer.shutdownNow();
        threads.close();
    }
}
