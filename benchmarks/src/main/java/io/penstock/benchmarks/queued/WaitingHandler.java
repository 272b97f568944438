package io.penstock.benchmarks.queued;

import io.penstock.api.HandlerContext;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;

/** {@link Waiting} as a handler. */
public final class WaitingHandler implements TaskHandler {
    private Waiting waiting = new Waiting(0);

    @Override
    public void open(HandlerContext context) {
        waiting = new Waiting(Integer.parseInt(context.settings().getOrDefault("millis", "0")));
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws InterruptedException {
        return Outcome.succeeded(waiting.run(task.document().orElseThrow()));
    }
}
