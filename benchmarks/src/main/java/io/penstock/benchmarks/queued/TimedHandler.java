package io.penstock.benchmarks.queued;

import io.penstock.api.HandlerContext;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;

/** Waits as {@link WaitingHandler} does, and its result is when it ended: microseconds since 1970. */
public final class TimedHandler implements TaskHandler {
    private Waiting waiting = new Waiting(0);

    @Override
    public void open(HandlerContext context) {
        waiting = new Waiting(Integer.parseInt(context.settings().getOrDefault("millis", "0")));
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws InterruptedException {
        waiting.run(task.document().orElseThrow());
        return Outcome.succeeded(Micros.now());
    }
}
