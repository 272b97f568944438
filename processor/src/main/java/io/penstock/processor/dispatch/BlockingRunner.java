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
    private final Surroundings around;

    BlockingRunner(TaskHandler handler, Surroundings around) {
        this.handler = handler;
        this.around = around;
    }

    @Override
    public void run(Turn turn, Place place) {
        if (!around.threads().execute(() -> work(turn, place))) {
            place.leave();
        }
    }

    private void work(Turn turn, Place place) {
        try {
            Optional<RunningAttempt> next = around.next(turn);
            while (next.isPresent()) {
                attempt(next.get(), place);
                next = place.wentOn() ? Optional.empty() : around.next(turn);
            }
        } catch (VirtualMachineError e) {
            around.fatal().accept(e);
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
            AttemptContext context = around.context(attempt);
            completion = Writes.awaited(handled(attempt, context), context, around.completions());
        } finally {
            interruption.end();
        }
        attempt.end(completion);
    }

    private Completion handled(RunningAttempt attempt, TaskContext context) {
        try {
            return around.completions().of(outcome(attempt, context), handler);
        } catch (Exception | Error e) {
            return around.completions().ofThrown(e);
        }
    }

    private Outcome outcome(RunningAttempt attempt, TaskContext context) throws Exception {
        HandlerTask task = new HandlerTask(attempt.work().attempt().task());
        return attempt.work().purpose() instanceof Purpose.Compensate compensate
                ? handler.compensate(task, around.completions().read(compensate.lastResult()), context)
                : handler.handle(task, context);
    }
}
