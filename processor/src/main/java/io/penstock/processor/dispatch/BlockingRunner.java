package io.penstock.processor.dispatch;

import io.penstock.api.Outcome;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import io.penstock.processor.task.Completion;
import io.penstock.processor.turn.RunningAttempt;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.Work.Purpose;
import java.util.Optional;

/** Runs turns of a handler that waits for what it calls: a thread for each. */
final class BlockingRunner implements TurnRunner {
    private final TaskHandler handler;
    private final RunnerContext shared;

    BlockingRunner(TaskHandler handler, RunnerContext shared) {
        this.handler = handler;
        this.shared = shared;
    }

    @Override
    public void run(Turn turn, Place place) {
        if (!shared.threads().execute(() -> work(turn, place))) {
            place.leave();
        }
    }

    private void work(Turn turn, Place place) {
        try {
            Optional<RunningAttempt> next = shared.next(turn);
            while (next.isPresent()) {
                attempt(next.get(), place);
                next = place.wentOn() ? Optional.empty() : shared.next(turn);
            }
        } catch (VirtualMachineError e) {
            shared.fatal().accept(e);
        } finally {
            place.leave();
        }
    }

    private void attempt(RunningAttempt attempt, Place place) {
        Interruption interruption = new Interruption();
        attempt.onRevoke(() -> {
            interruption.interrupt();
            place.lose();
        });
        Completion completion;
        try {
            AttemptContext context = shared.context(attempt);
            completion = Writes.awaited(handled(attempt, context), context, shared.completions());
        } finally {
            interruption.end();
        }
        attempt.end(completion);
    }

    private Completion handled(RunningAttempt attempt, TaskContext context) {
        try {
            return shared.completions().of(outcome(attempt, context), handler);
        } catch (Exception | Error e) {
            return shared.completions().ofThrown(e);
        }
    }

    private Outcome outcome(RunningAttempt attempt, TaskContext context) throws Exception {
        HandlerTask task = new HandlerTask(attempt.work().attempt().task());
        return attempt.work().purpose() instanceof Purpose.Compensate compensate
                ? handler.compensate(task, shared.completions().read(compensate.lastResult()), context)
                : handler.handle(task, context);
    }
}
