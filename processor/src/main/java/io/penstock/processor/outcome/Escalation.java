package io.penstock.processor.outcome;

import io.penstock.records.Severity;
import java.util.ArrayDeque;
import java.util.Deque;

/** Raises the severity of a job's dead letters when many come in a short time. For use by one thread. */
public final class Escalation {
    private final Policy policy;
    private final Deque<Long> times = new ArrayDeque<>();

    /**
     * When, and to what.
     *
     * @param deadLetters so many
     * @param per in so many milliseconds
     * @param to what they weigh from then on
     */
    public record Policy(int deadLetters, long per, Severity to) {}

    /**
     * @param policy when, and to what
     */
    public Escalation(Policy policy) {
        this.policy = policy;
    }

    /** A dead letter is written now, which would weigh {@code severity}: what it weighs. */
    public Severity weigh(Severity severity, long now) {
        times.add(now);
        while (!times.isEmpty() && (times.peek() <= now - policy.per() || times.size() > policy.deadLetters())) {
            times.remove();
        }
        boolean escalates = times.size() == policy.deadLetters();
        return escalates && policy.to().compareTo(severity) > 0 ? policy.to() : severity;
    }
}
