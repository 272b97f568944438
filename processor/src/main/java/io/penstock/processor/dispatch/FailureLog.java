package io.penstock.processor.dispatch;

import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.FailureKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what handlers throw, with the place in their code, as soon as it happens and not when the last attempt has failed.
 * Of each job once a minute, so that a storm of failures does not fill the disk. Threads may share one.
 */
public final class FailureLog implements TaskListener {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_STACK = 8 * 1024;

    private final InstantSource clock;
    private final Map<String, Told> told = new HashMap<>();

    /** When a job was told of last, and how many failures were passed over since. */
    private record Told(long at, long since) {}

    /** Carries the stack as text: asking a handler's exception for its frames may throw, and they may be any number. */
    private static final class ThrownByHandler extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ThrownByHandler(String stack) {
            super(stack, null, false, false);
        }
    }

    public FailureLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {
        Optional<Failure> failure = completion instanceof Completion.Retry retry
                ? Optional.of(retry.failure())
                : completion instanceof Completion.Refused refused ? Optional.of(refused.failure()) : Optional.empty();
        failure.filter(each -> each.reason().kind() == FailureKind.BUG)
                .ifPresent(bug -> bug.thrown().ifPresent(thrown -> threw(task, attempts, bug, thrown)));
    }

    private void threw(PendingTask task, int attempts, Failure failure, Throwable thrown) {
        String job = task.key().job();
        long passedOver = turn(job);
        if (passedOver < 0) {
            return;
        }
        LOG.warn(
                "Job '{}': the handler threw {} at attempt {} of task '{}'{}; told once a minute at most",
                job,
                failure.errorClass(),
                attempts,
                task.key().taskId().replaceAll("\\p{Cntrl}", " "),
                passedOver == 0 ? "" : ", and " + passedOver + " more have failed since the last that was told",
                HandlerStack.of(thrown, MAX_STACK).map(ThrownByHandler::new).orElse(null));
    }

    /** How many were passed over, if it is the job's turn again; otherwise negative. */
    private synchronized long turn(String job) {
        long now = clock.millis();
        Told last = told.get(job);
        if (last != null && now - last.at() < PAUSE.toMillis()) {
            told.put(job, new Told(last.at(), last.since() + 1));
            return -1;
        }
        told.put(job, new Told(now, 0));
        return last == null ? 0 : last.since();
    }
}
