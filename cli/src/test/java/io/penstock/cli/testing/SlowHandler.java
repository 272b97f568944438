package io.penstock.cli.testing;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes longer than a process without work needs to end; leaves a file when it begins, and one when it is done. */
public final class SlowHandler implements TaskHandler {
    static final String BEGUN = "slow-begun";
    static final String DONE = "slow-done";
    private static final long SECONDS = 6;

    @Override
    public Outcome handle(Task task, TaskContext context) throws IOException, InterruptedException {
        Files.writeString(Path.of(BEGUN), task.id());
        new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
        Files.writeString(Path.of(DONE), task.id());
        return Outcome.succeeded();
    }
}
