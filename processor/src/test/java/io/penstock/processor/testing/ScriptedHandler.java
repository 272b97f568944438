package io.penstock.processor.testing;

import io.penstock.api.AttemptNumber;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that does what the test says, and remembers how it was called. One script at a time. */
public final class ScriptedHandler implements TaskHandler {
    private static volatile TaskHandler script = (task, context) -> Outcome.succeeded();
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();

    /** One call. */
    public record Call(String taskId, AttemptNumber number, long at) {}

    /** From now on handlers do this; what they did before is forgotten. */
    public static void script(TaskHandler handler) {
        CALLS.clear();
        script = handler;
    }

    public static List<Call> calls() {
        return List.copyOf(CALLS);
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws Exception {
        CALLS.add(new Call(task.id(), context.attempt(), System.currentTimeMillis()));
        return script.handle(task, context);
    }
}
