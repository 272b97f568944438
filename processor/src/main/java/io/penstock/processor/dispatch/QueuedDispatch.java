package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.Work.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the turns of queued jobs on threads of their own. Threads may share one. */
public final class QueuedDispatch implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<String, TaskHandler> handlers;
    private final Completions completions;
    private final ObjectMapper json = JsonMapper.builder().findAndAddModules().build();
    private final ThreadPoolExecutor threads;

    /**
     * @param handlers a handler for each job, by the job's name
     * @param concurrency most turns that run at once
     */
    public QueuedDispatch(Map<String, TaskHandler> handlers, int concurrency) {
        this.handlers = Map.copyOf(handlers);
        this.completions = new Completions(json);
        this.threads = new ThreadPoolExecutor(
                concurrency, concurrency, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "penstock-handler-" + NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a turn as soon as there is a thread; never waits. */
    public void run(Turn turn) {
        threads.execute(() -> work(turn));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void work(Turn turn) {
        for (Optional<RunningAttempt> next = turn.next(); next.isPresent(); next = turn.next()) {
            RunningAttempt running = next.get();
            Thread thread = Thread.currentThread();
            running.onRevoke(thread::interrupt);
            Completion completion = completion(running);
            running.end(completion);
            Thread.interrupted();
        }
    }

    private Completion completion(RunningAttempt running) {
        Attempt attempt = running.work().attempt();
        TaskHandler handler = handlers.get(attempt.task().key().job());
        if (handler == null) {
            throw new IllegalStateException("No handler for " + attempt.task().key());
        }
        try {
            return completions.of(outcome(running, handler), handler);
        } catch (Exception | Error e) {
            return completions.ofThrown(e);
        }
    }

    private Outcome outcome(RunningAttempt running, TaskHandler handler) throws Exception {
        HandlerTask task = new HandlerTask(running.work().attempt().task());
        AttemptContext context = new AttemptContext(running, InstantSource.system());
        if (running.work().purpose() instanceof Purpose.Compensate compensate) {
            Optional<JsonNode> result = compensate.lastResult().map(raw -> read(raw.bytes()));
            return handler.compensate(task, result, context);
        }
        return handler.handle(task, context);
    }

    private JsonNode read(byte[] result) {
        try {
            return json.readTree(result);
        } catch (IOException e) {
            throw new UncheckedIOException("A result that was kept is no JSON", e);
        }
    }
}
