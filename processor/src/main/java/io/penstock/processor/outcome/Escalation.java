package io.penstock.processor.outcome;

import io.penstock.records.Severity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Raises the severity of a job's dead letters when many come in a short time. For use by one thread. */
public final class Escalation {
    private final Policy policy;
    private final Deque<Long> times = new ArrayDeque<>();
    /** When it is over if no dead letter is raised any more; 0: it is over. */
    private long until;

    private boolean raised;

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
        if (escalates) {
            until = now + policy.per();
        }
        return escalates && policy.to().compareTo(severity) > 0 ? policy.to() : severity;
    }

    /**
     * Whether dead letters have begun to weigh more, or do not any more, since this was asked last. It is over only when none
     * was raised for as long as they are counted: at the edge it would come and go with each of them.
     */
    public boolean turns(long now) {
        return now < until ? becomes(true) : end();
    }

    /** It is over, whatever has come: whether that is news. */
    public boolean end() {
        until = 0;
        return becomes(false);
    }

    private boolean becomes(boolean now) {
        boolean before = raised;
        raised = now;
        return now != before;
    }

    /** What dead letters weigh at least, as was found last; empty: what they usually do. */
    public Optional<Severity> raised() {
        return raised ? Optional.of(policy.to()) : Optional.empty();
    }

    /** When {@link #turns} is to be asked at the latest: milliseconds since 1970; {@link Long#MAX_VALUE}: there is no need. */
    public long nextLook() {
        if (until == 0) {
            return Long.MAX_VALUE;
        }
        return raised ? until : 0;
    }
}
