package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A handler as life has them: takes up to half a second, asks for retries, hangs now and then, and for one task ends the
 * process. What it does hangs on the task alone. It notes each call in a file of its process before and after, and whether
 * it asks for another one; a {@code kill -9} takes back nothing of that.
 */
public final class RecordingHandler implements TaskHandler {
    private static final int CANDIDATES = 40;

    private final Path folder = Path.of(System.getenv().getOrDefault("RECORDS", "."));
    private final Path calls = folder.resolve("calls-" + ProcessHandle.current().pid());

    @Override
    public Outcome handle(Task task, TaskContext context) throws IOException, InterruptedException {
        int chance = Math.floorMod(task.idempotencyKey().hashCode() * 0x9E3779B9, 1_000);
        note("begin", task, context);
        String end = "end";
        try {
            if (chance % CANDIDATES == 7 && isTheOneThatHalts(task)) {
                Runtime.getRuntime().halt(9);
            }
            boolean first = context.attempt().count() == 1;
            if (first && chance < 20) {
                Thread.sleep(60_000);
            }
            Thread.sleep(chance / 2);
            if (first && chance < 120) {
                end = "retry";
                return Outcome.retryAfter(Calls.PAUSE, "not now");
            }
            return Outcome.succeeded();
        } finally {
            note(end, task, context);
        }
    }

    /** The first candidate that asks is the one, in all processes and for ever. */
    private boolean isTheOneThatHalts(Task task) throws IOException {
        Path chosen = folder.resolve("halts");
        try {
            Path mine = Files.createTempFile(folder, "candidate", "");
            Files.writeString(mine, task.idempotencyKey());
            // A link is there with all that is in it, or not at all.
            Files.createLink(chosen, mine);
        } catch (FileAlreadyExistsException another) {
            return Files.readString(chosen).equals(task.idempotencyKey());
        }
        return true;
    }

    private void note(String what, Task task, TaskContext context) throws IOException {
        String line = "%s %s %d %d %s %d%n"
                .formatted(
                        what,
                        task.idempotencyKey(),
                        context.attempt().epoch(),
                        context.attempt().count(),
                        task.shardKey(),
                        System.nanoTime());
        synchronized (this) {
            Files.write(calls, line.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
