package io.penstock.benchmarks.backlog;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Fails while it is told to; otherwise sees to it that each key's work is done in order, and ends the process if not. */
public final class FailingHandler implements TaskHandler {
    private static final Map<String, Integer> DONE = new ConcurrentHashMap<>();
    private static volatile boolean fails;

    /** From now on it fails, or succeeds. */
    static void fail(boolean always) {
        fails = always;
    }

    @Override
    public Outcome handle(Task task, TaskContext context) {
        if (fails) {
            return Outcome.retry("the endpoint is away");
        }
        JsonNode document = task.document().orElseThrow();
        int number = document.path("n").intValue();
        int before = DONE.getOrDefault(task.shardKey(), 0);
        if (number != before + 1) {
            System.err.printf("Key %s: %d came after %d%n", task.shardKey(), number, before);
            Runtime.getRuntime().halt(3);
        }
        DONE.put(task.shardKey(), number);
        return Outcome.succeeded(number);
    }
}
