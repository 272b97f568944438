package io.penstock.processor.dispatch;

import io.penstock.processor.task.TaskListener;
import io.penstock.records.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a job's failures begin to weigh more, and when that is over: once each, and not for each partition in which it
 * is so. Threads may share one.
 */
public final class EscalationLog implements TaskListener {
    private static final Logger LOG = LoggerFactory.getLogger(EscalationLog.class);

    /** By job: in how many partitions. */
    private final Map<String, Integer> raised = new HashMap<>();

    @Override
    public void escalated(String job, Optional<Severity> to) {
        if (to.isPresent()) {
            if (count(job, 1) == 1) {
                LOG.warn(
                        "Job '{}': so many tasks were given up that its failures are at least {} from now on (escalate);"
                                + " 'penstock dead-letters list --job {}' says why",
                        job,
                        to.get().text(),
                        job);
            }
        } else if (count(job, -1) == 0) {
            LOG.info("Job '{}': fewer tasks are given up again, and its failures weigh what they usually do", job);
        }
    }

    private synchronized int count(String job, int more) {
        return raised.merge(job, more, Integer::sum);
    }
}
