package io.penstock.settings.file;

import io.penstock.settings.DurationText;
import io.penstock.settings.JobObjectives;
import io.penstock.settings.WorkSettings;
import io.penstock.settings.WorkSettings.Breaker;
import io.penstock.settings.WorkSettings.Budget;
import io.penstock.settings.WorkSettings.Escalation;
import io.penstock.settings.WorkSettings.Lane;
import io.penstock.settings.WorkSettings.Late;
import io.penstock.settings.WorkSettings.Limits;
import io.penstock.settings.WorkSettings.Retry;
import io.penstock.settings.WorkSettings.Schedule;
import io.penstock.settings.WorkSettings.Tier;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes {@link WorkSettings} of a job, and tells what contradicts itself. For one job. */
final class WorkReader {
    private final Section job;
    private final Problems problems;

    WorkReader(Section job, Problems problems) {
        this.job = job;
        this.problems = problems;
    }

    WorkSettings work() {
        return new WorkSettings(lane(), retry(), schedule(), limits(), breaker(), late(), escalation(), objectives());
    }

    private Lane lane() {
        Optional<Integer> after = job.findSection(WorkKeys.QUARANTINE, WorkKeys.names(WorkKeys.QUARANTINE_KEYS))
                .flatMap(section -> section.find(WorkKeys.AFTER));
        return new Lane(
                job.get(WorkKeys.ORDER),
                job.get(WorkKeys.ON_RETRY),
                after.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private Retry retry() {
        Section section = job.section(WorkKeys.RETRY, WorkKeys.RETRY_KEYS);
        Retry retry = new Retry(
                job.get(WorkKeys.MAX_ATTEMPTS),
                section.get(WorkKeys.INITIAL),
                section.get(WorkKeys.FACTOR),
                section.get(WorkKeys.MAX),
                section.get(WorkKeys.JITTER));
        boolean sound = section.sound(WorkKeys.INITIAL) && section.sound(WorkKeys.MAX);
        if (sound && retry.initial().compareTo(retry.max()) > 0) {
            problems.add(
                    section.nodeOrSelf(WorkKeys.INITIAL.name()),
                    "'retry.initial' (" + DurationText.format(retry.initial())
                            + ") is the shortest pause and cannot be longer than the longest, 'retry.max' ("
                            + DurationText.format(retry.max()) + "); lower the one, or raise the other");
        }
        return retry;
    }

    private Schedule schedule() {
        Schedule schedule = new Schedule(
                job.find(WorkKeys.NOT_BEFORE),
                job.get(WorkKeys.DELAY),
                job.get(WorkKeys.TIER),
                job.get(WorkKeys.INTERRUPTIBLE),
                job.find(WorkKeys.RATE).map(rate -> new WorkSettings.Rate(rate.count(), rate.per())));
        if (schedule.interruptible() && schedule.tier() == Tier.CRITICAL) {
            problems.add(
                    job.nodeOrSelf(WorkKeys.INTERRUPTIBLE.name()),
                    "'interruptible: true' means nothing with 'tier: critical': nothing matters more, for which an attempt"
                            + " could be interrupted. Leave it out, or write another tier");
        }
        return schedule;
    }

    private Limits limits() {
        Limits limits = new Limits(
                job.get(WorkKeys.TIME_LIMIT),
                job.get(WorkKeys.ON_LOST_ATTEMPT),
                job.find(WorkKeys.MAX_AGE),
                job.find(WorkKeys.MAX_HANDLER_TIME),
                job.get(WorkKeys.START),
                budget());
        if (job.sound(WorkKeys.TIME_LIMIT)) {
            limits.maxAge().ifPresent(maxAge -> checkAge(limits.timeLimit(), maxAge));
        }
        return limits;
    }

    private Budget budget() {
        return job.findSection(WorkKeys.BUDGET, WorkKeys.names(WorkKeys.BUDGET_KEYS))
                .map(section -> new Budget(
                        count(section, WorkKeys.OPERATIONS),
                        count(section, WorkKeys.DOCUMENTS_READ),
                        count(section, WorkKeys.DOCUMENTS_WRITTEN),
                        count(section, WorkKeys.BYTES_READ),
                        count(section, WorkKeys.BYTES_WRITTEN),
                        section.find(WorkKeys.DATABASE_TIME)))
                .orElse(Budget.NONE);
    }

    private static OptionalLong count(Section section, Key<Long> key) {
        return section.find(key).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private void checkAge(Duration timeLimit, Duration maxAge) {
        if (timeLimit.compareTo(maxAge) > 0) {
            Node place = job.node(WorkKeys.TIME_LIMIT.name()).orElseGet(() -> job.nodeOrSelf(WorkKeys.MAX_AGE.name()));
            problems.add(
                    place,
                    "'time-limit' (" + DurationText.format(timeLimit) + ") is longer than 'max-age' ("
                            + DurationText.format(maxAge)
                            + "): the task would be given up before its first attempt is out of time. Lower the one, or"
                            + " raise the other");
        }
    }

    private Optional<Breaker> breaker() {
        return job.findSection(WorkKeys.BREAKER, WorkKeys.names(WorkKeys.BREAKER_KEYS))
                .map(section -> new Breaker(
                        section.get(WorkKeys.FAILURES), section.get(WorkKeys.WINDOW), section.get(WorkKeys.PAUSE)));
    }

    private Late late() {
        Late late = new Late(
                job.get(WorkKeys.COALESCE),
                job.get(WorkKeys.CANCEL_RUNNING),
                job.get(WorkKeys.ON_UNMATCH),
                job.get(WorkKeys.ON_DUPLICATE));
        if (late.cancelRunning() && !late.coalesce() && job.sound(WorkKeys.COALESCE)) {
            problems.add(
                    job.nodeOrSelf(WorkKeys.CANCEL_RUNNING.name()),
                    "'cancel-running: true' needs 'coalesce: latest': where every version runs, a newer one waits for"
                            + " the older and does not end it");
        }
        return late;
    }

    private Optional<Escalation> escalation() {
        return job.findSection(WorkKeys.ESCALATE, WorkKeys.names(WorkKeys.ESCALATE_KEYS))
                .flatMap(section -> {
                    var to = section.get(WorkKeys.TO);
                    return section.find(WorkKeys.DEAD_LETTERS)
                            .map(rate -> new Escalation(rate.count(), rate.per(), to));
                });
    }

    private Optional<JobObjectives> objectives() {
        return job.findSection(WorkKeys.SLO, WorkKeys.names(WorkKeys.SLO_KEYS)).map(section -> {
            double success = section.get(WorkKeys.SUCCESS);
            if (success >= 1) {
                problems.add(
                        section.nodeOrSelf(WorkKeys.SUCCESS.name()),
                        "'slo.success: 100%' leaves no error budget, so that the first failure would be an alert for"
                                + " ever; write 99.9% or 99.99%");
            }
            return new JobObjectives(
                    section.find(WorkKeys.FRESHNESS), Math.min(success, 0.999_999), section.get(WorkKeys.SLO_WINDOW));
        });
    }
}
