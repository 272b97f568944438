package io.penstock.cli.operate;

import io.penstock.records.HeaderNames;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters; what is empty says nothing.
 *
 * @param taskIds with one of these task ids
 * @param job of this job
 * @param reasons with one of these reasons
 * @param severity of this severity
 * @param time written within it
 */
public record Selection(
        Set<String> taskIds, Optional<String> job, Set<String> reasons, Optional<String> severity, Span time) {
    public Selection {
        taskIds = Set.copyOf(taskIds);
        reasons = Set.copyOf(reasons);
    }

    /**
     * A span of time.
     *
     * @param since not older
     * @param until older
     */
    public record Span(Optional<Instant> since, Optional<Instant> until) {
        boolean takes(long time) {
            return since.map(from -> time >= from.toEpochMilli()).orElse(true)
                    && until.map(to -> time < to.toEpochMilli()).orElse(true);
        }
    }

    /** Whether nothing at all is said: then it would be all of them. */
    public boolean isEverything() {
        return taskIds.isEmpty()
                && job.isEmpty()
                && reasons.isEmpty()
                && severity.isEmpty()
                && time.since().isEmpty()
                && time.until().isEmpty();
    }

    boolean takes(DeadLetter letter) {
        return isAmong(taskIds, letter.header(HeaderNames.TASK_ID))
                && (job.isEmpty() || letter.header(HeaderNames.JOB).equals(job))
                && isAmong(reasons, letter.header(HeaderNames.REASON))
                && (severity.isEmpty() || letter.header(HeaderNames.SEVERITY).equals(severity))
                && time.takes(letter.record().timestamp());
    }

    private static boolean isAmong(Set<String> wanted, Optional<String> value) {
        return wanted.isEmpty() || value.filter(wanted::contains).isPresent();
    }
}
