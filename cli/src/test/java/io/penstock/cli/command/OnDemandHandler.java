package io.penstock.cli.command;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Does with a task what its document asks for, until it is mended: then it succeeds. */
public final class OnDemandHandler implements TaskHandler {
    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static volatile boolean mended;

    static void breakAgain() {
        CALLS.clear();
        mended = false;
    }

    static void mend() {
        mended = true;
    }

    /** The task ids for which it was called, in order. */
    static List<String> calls() {
        return List.copyOf(CALLS);
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws InterruptedException {
        CALLS.add(task.id());
        if (mended) {
            return Outcome.succeeded(task.id());
        }
        String does = task.document().orElseThrow().path("does").asText();
        if (does.equals("hang")) {
            new CountDownLatch(1).await();
        }
        return does.equals("fail") ? Outcome.rejected("broken") : Outcome.succeeded(task.id());
    }
}
