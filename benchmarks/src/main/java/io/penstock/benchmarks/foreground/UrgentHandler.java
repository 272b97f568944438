package io.penstock.benchmarks.foreground;

import io.penstock.api.HandlerContext;
import io.penstock.api.Outcome;
import io.penstock.api.Task;
import io.penstock.api.TaskContext;
import io.penstock.api.TaskHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Works for as long as it is told. Where a document says when it was sent, in microseconds since 1970, it notes how long
 * the task waited until now.
 */
public final class UrgentHandler implements TaskHandler {
    static final LatencyLog WAITS = new LatencyLog();

    private Duration work = Duration.ZERO;

    @Override
    public void open(HandlerContext context) {
        work = Duration.ofMillis(Long.parseLong(context.settings().getOrDefault("millis", "0")));
    }

    @Override
    public Outcome handle(Task task, TaskContext context) throws InterruptedException {
        long sent = task.document().orElseThrow().path("sent").longValue();
        if (sent > 0) {
            WAITS.add(1_000 * Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - sent));
        }
        Thread.sleep(work.toMillis());
        return Outcome.succeeded();
    }
}
