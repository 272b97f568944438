package io.penstock.processor.dispatch;

import io.penstock.api.AsyncTaskHandler;
import io.penstock.api.Outcome;
import io.penstock.processor.task.Completion;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.Work.Purpose;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs turns of a handler that calls back: a thread only to begin. */
final class AsyncRunner implements TurnRunner {
    private final AsyncTaskHandler handler;
    private final RunnerContext shared;

    AsyncRunner(AsyncTaskHandler handler, RunnerContext shared) {
        this.handler = handler;
        this.shared = shared;
    }

    @Override
    public void run(Turn turn, Place place) {
        if (!shared.threads().execute(() -> next(turn, place))) {
            place.leave();
        }
    }

    private void next(Turn turn, Place place) {
        Optional<RunningAttempt> next = shared.next(turn);
        if (next.isPresent()) {
            new Call(turn, place, next.get()).begin();
        } else {
            place.leave();
        }
    }

    /** One attempt, from the call to the first time that it is called back. */
    private final class Call {
        private final Turn turn;
        private final Place place;
        private final RunningAttempt attempt;
        private final AttemptContext context;
        /** Stages are other people's code, and may call back more than once. */
        private final AtomicBoolean over = new AtomicBoolean();

        Call(Turn turn, Place place, RunningAttempt attempt) {
            this.turn = turn;
            this.place = place;
            this.attempt = attempt;
            this.context = shared.context(attempt);
        }

        void begin() {
            try {
                CompletionStage<Outcome> stage = called();
                attempt.onRevoke(() -> {
                    // What the handler has hung on its stage runs when that is cancelled: not on this thread.
                    shared.threads().callbacks().execute(() -> cancel(stage));
                    place.lose();
                });
                stage.whenComplete(this::end);
            } catch (Exception | Error e) {
                end(null, e);
            }
        }

        private CompletionStage<Outcome> called() throws Exception {
            Interruption interruption = new Interruption();
            attempt.onRevoke(() -> {
                interruption.interrupt();
                place.lose();
            });
            try {
                return stage();
            } finally {
                interruption.end();
            }
        }

        private CompletionStage<Outcome> stage() throws Exception {
            HandlerTask task = new HandlerTask(attempt.work().attempt().task());
            @Nullable
            CompletionStage<Outcome> stage = attempt.work().purpose() instanceof Purpose.Compensate compensate
                    ? handler.compensate(task, shared.completions().read(compensate.lastResult()), context)
                    : handler.handle(task, context);
            return stage == null
                    ? CompletableFuture.failedFuture(new IllegalStateException(
                            handler.getClass().getName() + " returned null in place of a stage"))
                    : stage;
        }

        private void end(@Nullable Outcome outcome, @Nullable Throwable thrown) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            Completion completion;
            try {
                completion = thrown == null
                        ? shared.completions().of(outcome, handler)
                        : shared.completions().ofThrown(cause(thrown));
            } catch (VirtualMachineError e) {
                place.leave();
                shared.fatal().accept(e);
                return;
            }
            context.written().whenComplete((written, failure) -> {
                attempt.end(shared.completions().written(completion, failure));
                goOn();
            });
        }

        private void goOn() {
            if (!place.wentOn()) {
                // Not at once, since a stage may be complete when it is returned: the stack would grow with the turn.
                run(turn, place);
            }
        }
    }

    private static void cancel(CompletionStage<Outcome> stage) {
        if (stage instanceof CompletableFuture<?> future) {
            future.cancel(true);
        }
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
