package io.penstock.processor.dispatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.Handler;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs handlers on the thread that asks: {@code execution: inline}. For fast functions and for nothing that waits, since
 * that thread is the stream's.
 */
public final class InlineDispatch {
    private final Map<String, TaskHandler> handlers;
    private final Completions completions;

    /**
     * @param handlers a handler for each job, by the job's name; those of inline jobs are {@link TaskHandler}s
     * @param json writes results
     */
    public InlineDispatch(Map<String, ? extends Handler> handlers, ObjectMapper json) {
        this.handlers = handlers.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof TaskHandler)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> (TaskHandler) entry.getValue()));
        this.completions = new Completions(json);
    }

    /**
     * Runs the handler for an attempt. Whatever it throws is a completion, but for errors of the virtual machine: after
     * those nothing in the process can be relied on. An overflow of the stack is the handler's own.
     */
    public Completion run(Attempt attempt) {
        String job = attempt.task().key().job();
        TaskHandler handler = handlers.get(job);
        if (handler == null) {
            throw new IllegalStateException("Job '" + job + "' has no handler");
        }
        try {
            return completions.of(
                    handler.handle(new HandlerTask(attempt.task()), new InlineContext(attempt.number())), handler);
        } catch (Exception | Error e) {
            return completions.ofThrown(e);
        } finally {
            // Nobody interrupts a stream thread, so it was the handler: left standing, it would end the thread at its
            // next call to Kafka.
            Thread.interrupted();
        }
    }
}
