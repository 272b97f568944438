package io.penstock.processor.partition;

import io.penstock.processor.outcome.Escalation;
import io.penstock.processor.task.TaskListener;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells when the failures of a partition's jobs begin to weigh more, and when that is over. For use by one thread. */
final class Escalations {
    private final Map<String, Escalation> rules = new LinkedHashMap<>();
    private final TaskListener listener;

    Escalations(Iterable<QueuedJob> jobs, TaskListener listener) {
        this.listener = listener;
        jobs.forEach(job -> job.escalation().ifPresent(rule -> rules.put(job.name(), rule)));
    }

    void tick(long now) {
        rules.forEach((job, rule) -> {
            if (rule.turns(now)) {
                listener.escalated(job, rule.raised());
            }
        });
    }

    /** When {@link #tick} is to be called at the latest: milliseconds since 1970. */
    long nextTick() {
        long next = Long.MAX_VALUE;
        for (Escalation rule : rules.values()) {
            next = Math.min(next, rule.nextLook());
        }
        return next;
    }

    /** The partition leaves: what a job's failures weigh there is for its next owner to say. */
    void close() {
        rules.forEach((job, rule) -> {
            if (rule.end()) {
                listener.escalated(job, rule.raised());
            }
        });
    }
}
