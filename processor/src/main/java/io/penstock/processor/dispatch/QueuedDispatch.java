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
import io.penstock.settings.TierSettings;
import io.penstock.settings.WorkSettings;
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
    private final Connections connections;
    private final HandlerThreads threads;
    private final int concurrency;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> HandlerThreads.daemon(task, "penstock-dispatch"));
    private volatile double limit;

    /** How much a job's turns matter, the lines in which they wait, and who runs them then. */
    private record Way(Rank rank, Optional<Places> own, TurnRunner runner) {}

    /**
     * How much runs at once.
     *
     * @param concurrency most turns
     * @param tiers what each tier gets of it, if the jobs are of several
     */
    public record Room(int concurrency, Map<WorkSettings.Tier, TierSettings> tiers) {}

    /**
     * @param jobs the jobs, of which the queued ones count
     * @param handlers a handler for each, by name
     * @param json writes results
     * @param documents the database, for handlers
     * @param room most turns that run at once, and what each tier gets of it
     * @param fatal told of what leaves nothing in the process to rely on
     */
    public QueuedDispatch(
            List<JobSettings> jobs,
            Map<String, ? extends Handler> handlers,
            ObjectMapper json,
            DocumentAccess documents,
            Room room,
            Consumer<Throwable> fatal) {
        Timer time = new ScheduledTimer(timer);
        this.concurrency = room.concurrency();
        this.limit = concurrency;
        this.connections = new Connections(jobs, time);
        this.places = new Places(concurrency, time, Ranks.terms(jobs, room.tiers()));
        this.threads = HandlerThreads.start(concurrency);
        RunnerContext shared =
                new RunnerContext(places, threads, new Completions(json), documents, InstantSource.system(), fatal);
        for (JobSettings job : jobs) {
            Handler handler = handlers.get(job.name());
            if (job.handler().execution() == Execution.QUEUED && handler != null) {
                ways.put(job.name(), new Way(Ranks.of(job), connections.of(job), runner(job, handler, shared)));
            }
        }
    }

    private TurnRunner runner(JobSettings job, Handler handler, RunnerContext shared) {
        if (handler instanceof TaskHandler blocking) {
            return new BlockingRunner(blocking, shared);
        }
        return handler instanceof AsyncTaskHandler async
                ? new AsyncRunner(async, shared)
                : new BatchRunner(
                        (BatchTaskHandler) handler, job.handler().batch().orElse(USUAL), timer, shared);
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
        Passage passage = new Passage(turn, way.rank(), lines, way.runner(), passages::remove);
        passages.add(passage);
        passage.begin();
    }

    /**
     * From now on so many at once, but never more than the concurrency. Who runs goes on; turns of several attempts wait in
     * line again before the next one. Any thread may call.
     *
     * @param turns not negative; the part behind the point is taken in turns
     */
    public void limit(double turns) {
        limit = Math.min(turns, concurrency);
        places.limit(turns);
    }

    /** How many turns may be handed out for this limit, those that wait included: then no thread waits for the next. */
    public int handedOut() {
        return (int) Math.max(1, Math.ceil(2 * limit));
    }

    /** How many would run at once if they could, of those that were handed out. Any thread may call. */
    public int demand() {
        return Math.min(concurrency, running() + queued());
    }

    /** Turns that run. */
    public int running() {
        return places.taken();
    }

    /** Turns of a tier that run. */
    public int running(WorkSettings.Tier tier) {
        return places.load(Ranks.tier(tier)).running();
    }

    /** Turns of a tier that were handed out and wait for a place. */
    public int queued(WorkSettings.Tier tier) {
        return places.load(Ranks.tier(tier)).waiting();
    }

    /** Turns that wait for a place, or for a connection. */
    public int queued() {
        return places.waiting() + connections.waiting();
    }

    /** Attempts that have lost their right to settle, and whose handlers have not returned. */
    public int lost() {
        return places.lost();
    }

    /** Begins nothing more; what runs goes on. */
    public void stop() {
        places.close();
        connections.close();
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
