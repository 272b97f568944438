package io.penstock.processor.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.api.MalformedDocumentException;
import io.penstock.api.Outcome;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs handlers on the thread that asks: {@code execution: inline}. For fast functions and for nothing that waits, since
 * that thread is the stream's.
 */
public final class InlineDispatch {
    private static final Raw NOTHING_TO_TELL = Raw.of("null");

    private final Map<String, TaskHandler> handlers;
    private final ObjectMapper json;

    /**
     * @param handlers a handler for each job, by the job's name
     * @param json writes results
     */
    public InlineDispatch(Map<String, TaskHandler> handlers, ObjectMapper json) {
        this.handlers = Map.copyOf(handlers);
        this.json = json;
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
            return completion(
                    handler.handle(new HandlerTask(attempt.task()), new InlineContext(attempt.number())), handler);
        } catch (MalformedDocumentException e) {
            return new Completion.Refused(Failure.of(DeadLetterReason.DOCUMENT_MALFORMED, e));
        } catch (StackOverflowError e) {
            return failed(e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Exception | Error e) {
            return failed(e);
        } finally {
            // Nobody interrupts a stream thread, so it was the handler: left standing, it would end the thread at its
            // next call to Kafka.
            Thread.interrupted();
        }
    }

    private static Completion failed(Throwable thrown) {
        return new Completion.Retry(Optional.empty(), Failure.of(DeadLetterReason.HANDLER_FAILED, thrown));
    }

    private Completion completion(@Nullable Outcome outcome, TaskHandler handler) {
        String origin = handler.getClass().getName();
        if (outcome instanceof Outcome.Succeeded succeeded) {
            return succeeded.result().map(this::written).orElse(new Completion.Succeeded(NOTHING_TO_TELL));
        }
        if (outcome instanceof Outcome.Retry retry) {
            return new Completion.Retry(
                    retry.after(), new Failure(DeadLetterReason.ATTEMPTS_EXHAUSTED, origin, given(retry.reason())));
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Completion.Refused(new Failure(DeadLetterReason.REJECTED, origin, given(rejected.reason())));
        }
        return new Completion.Refused(new Failure(
                DeadLetterReason.HANDLER_FAILED, origin, "The handler returned null in place of an outcome."));
    }

    /** Handlers are other people's code: {@code rejected(e.getMessage())} has no reason where the exception has none. */
    private static String given(@Nullable String reason) {
        return reason == null ? "The handler gave no reason." : reason;
    }

    private Completion written(Object result) {
        try {
            return new Completion.Succeeded(Raw.of(json.writeValueAsBytes(result)));
        } catch (JsonProcessingException | LinkageError | StackOverflowError e) {
            return new Completion.Refused(Failure.of(DeadLetterReason.RESULT_NOT_SERIALIZABLE, e));
        }
    }
}
