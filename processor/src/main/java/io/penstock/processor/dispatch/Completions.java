package io.penstock.processor.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.penstock.api.DatabaseException;
import io.penstock.api.Handler;
import io.penstock.api.MalformedDocumentException;
import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Raw;
import io.penstock.records.DeadLetterReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Makes completions of what handlers return or throw. Threads may share one. */
final class Completions {
    private static final Raw NOTHING_TO_TELL = Raw.of("null");

    private final ObjectMapper json;
    /** What was written with every digit is read with every digit. */
    private final ObjectReader exact;

    Completions(ObjectMapper json) {
        this.json = json;
        this.exact = json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /**
     * What a handler has thrown is a completion, but for errors of the virtual machine: after those nothing in the process
     * can be relied on, and they are thrown again. An overflow of the stack is the handler's own.
     */
    Completion ofThrown(Throwable thrown) {
        if (thrown instanceof MalformedDocumentException) {
            return new Completion.Refused(Failure.ofHandler(DeadLetterReason.DOCUMENT_MALFORMED, thrown));
        }
        if (database(thrown) instanceof DatabaseException failure) {
            return failure.mayPass()
                    ? new Completion.Retry(
                            Optional.empty(), Failure.ofHandler(DeadLetterReason.DATABASE_FAILED, failure))
                    : new Completion.Refused(Failure.ofHandler(DeadLetterReason.DATABASE_REFUSED, failure));
        }
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
        return new Completion.Retry(Optional.empty(), Failure.ofHandler(DeadLetterReason.HANDLER_FAILED, thrown));
    }

    /**
     * What an attempt came to whose writes have ended: it has not succeeded if one of them failed.
     *
     * @param failure what became of its writes; null if they are done
     */
    Completion written(Completion completion, @Nullable Throwable failure) {
        return failure == null || !(completion instanceof Completion.Succeeded) ? completion : ofThrown(failure);
    }

    /** What the database said, also where a stage or a future has wrapped it. */
    private static Throwable database(Throwable thrown) {
        boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        Throwable cause = thrown.getCause();
        return wrapped && cause != null ? cause : thrown;
    }

    /** What an attempt came to whose handler was not called any more, since it may not settle. */
    static Completion cancelled() {
        return new Completion.Retry(
                Optional.empty(),
                new Failure(
                        DeadLetterReason.HANDLER_FAILED,
                        Completions.class.getName(),
                        "The attempt was taken back before its handler was called."));
    }

    /** A result that was kept, for a handler that is to undo it. */
    Optional<JsonNode> read(Optional<Raw> result) {
        return result.map(kept -> {
            try {
                return exact.readTree(kept.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException("A result that was kept is no JSON", e);
            }
        });
    }

    /** What a handler has returned; null counts as a refusal that blames it. Throws what {@link #ofThrown} throws. */
    Completion of(@Nullable Outcome outcome, Handler handler) {
        try {
            return translated(outcome, handler);
        } catch (RuntimeException | Error e) {
            return ofThrown(e);
        }
    }

    private Completion translated(@Nullable Outcome outcome, Handler handler) {
        String origin = handler.getClass().getName();
        if (outcome instanceof Outcome.Succeeded succeeded) {
            return succeeded.result().map(this::written).orElse(new Completion.Succeeded(NOTHING_TO_TELL));
        }
        if (outcome instanceof Outcome.Retry retry) {
            DeadLetterReason reason =
                    retry.overloaded() ? DeadLetterReason.OVERLOADED : DeadLetterReason.ATTEMPTS_EXHAUSTED;
            return new Completion.Retry(retry.after(), new Failure(reason, origin, given(retry.reason())));
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
        } catch (JsonProcessingException | RuntimeException | Error e) {
            if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
                throw error;
            }
            // The work is done: another attempt would do it again and be no better at telling.
            return new Completion.Refused(Failure.ofHandler(DeadLetterReason.RESULT_NOT_SERIALIZABLE, e));
        }
    }
}
