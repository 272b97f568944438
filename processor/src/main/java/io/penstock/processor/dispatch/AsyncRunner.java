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
import org.jspecify.annotations.Nullable;

/** Runs turns of a handler that calls back: a thread only to begin. */
final class AsyncRunner implements TurnRunner {
    private final AsyncTaskHandler handler;
    private final Surroundings around;

    AsyncRunner(AsyncTaskHandler handler, Surroundings around) {
        this.handler = handler;
        this.around = around;
    }

    @Override
    public void run(Turn turn, Places.Place place) {
        around.threads().execute(() -> next(turn, place));
    }

    private void next(Turn turn, Places.Place place) {
        Optional<RunningAttempt> next = around.places().isClosed() ? Optional.empty() : turn.next();
        if (next.isEmpty()) {
            place.leave();
            return;
        }
        RunningAttempt attempt = next.get();
        try {
            CompletionStage<Outcome> stage = begin(attempt);
            attempt.onRevoke(() -> {
                if (stage instanceof CompletableFuture<?> future) {
                    future.cancel(true);
                }
                place.lose();
            });
            stage.whenComplete((outcome, thrown) -> end(turn, place, attempt, completion(outcome, thrown)));
        } catch (Exception | Error e) {
            end(turn, place, attempt, completion(null, e));
        }
    }

    private void end(Turn turn, Places.Place place, RunningAttempt attempt, Completion completion) {
        attempt.end(completion);
        // Not at once, since a stage may be complete when it is returned: the stack would grow with the turn.
        around.threads().execute(() -> next(turn, place));
    }

    private CompletionStage<Outcome> begin(RunningAttempt attempt) throws Exception {
        HandlerTask task = new HandlerTask(attempt.work().attempt().task());
        AttemptContext context = new AttemptContext(attempt, around.clock());
        @Nullable
        CompletionStage<Outcome> stage = attempt.work().purpose() instanceof Purpose.Compensate compensate
                ? handler.compensate(task, around.completions().read(compensate.lastResult()), context)
                : handler.handle(task, context);
        return stage == null
                ? CompletableFuture.failedFuture(
                        new IllegalStateException(handler.getClass().getName() + " returned null in place of a stage"))
                : stage;
    }

    private Completion completion(@Nullable Outcome outcome, @Nullable Throwable thrown) {
        try {
            return thrown == null
                    ? around.completions().of(outcome, handler)
                    : around.completions().ofThrown(cause(thrown));
        } catch (VirtualMachineError e) {
            around.fatal().accept(e);
            throw e;
        }
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
