package io.penstock.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.api.DatabaseCost;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Standing;
import io.penstock.processor.task.TaskKey;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import io.penstock.settings.JobSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes meters of what happens to tasks, and figures of them for people. Threads may share one. */
public final class TaskMeters implements TaskListener {
    /** Job of what belongs to none of those in the configuration. */
    private static final String NO_JOB = "none";

    private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

    private final Map<String, JobMeters> jobs = new LinkedHashMap<>();
    private final Map<String, Rates> rates = new LinkedHashMap<>();
    private final Map<String, List<Standing>> standing = new ConcurrentHashMap<>();
    private final JobMeters noJob;
    private final Counter skipped;
    private final InstantSource clock;

    /** What came and what was done within a minute. */
    private record Rates(EventWindow came, EventWindow done) {
        Rates() {
            this(new EventWindow(Duration.ofSeconds(5), 14), new EventWindow(Duration.ofSeconds(5), 14));
        }
    }

    /**
     * @param settings the jobs that have meters of their own
     * @param meters where they are registered
     * @param clock the time of day
     */
    public TaskMeters(List<JobSettings> settings, Meters meters, InstantSource clock) {
        this.clock = clock;
        MeterRegistry registry = meters.registry();
        for (JobSettings job : settings) {
            String name = job.name();
            Optional<Objectives> objectives =
                    job.work().objectives().map(set -> new Objectives(name, set, registry, clock));
            jobs.put(name, new JobMeters(name, objectives, registry, clock));
            rates.put(name, new Rates());
            gauge(
                    registry,
                    "penstock.backlog",
                    "tasks",
                    "Open tasks.",
                    name,
                    job1 -> backlog(job1).open());
            gauge(registry, "penstock.backlog.oldest", "seconds", "Age of the oldest open task.", name, this::oldest);
            gauge(
                    registry,
                    "penstock.quarantined",
                    "lanes",
                    "Lanes that were set aside because of their failures.",
                    name,
                    job1 -> backlog(job1).quarantined());
            gauge(
                    registry,
                    "penstock.paused",
                    "partitions",
                    "Partitions in which an operator has paused the job.",
                    name,
                    this::paused);
        }
        this.noJob = new JobMeters(NO_JOB, Optional.empty(), registry, clock);
        this.skipped = Counter.builder("penstock.changes.skipped")
                .description("Changes that concerned no job, or only jobs that pass them over.")
                .register(registry);
        meters.add("penstock.partitions", "Partitions of the queue that this process has.", "", standing::size);
    }

    private interface Figure {
        double of(String job);
    }

    private static void gauge(
            MeterRegistry registry, String name, String unit, String description, String job, Figure figure) {
        Gauge.builder(name, () -> figure.of(job))
                .description(description)
                .baseUnit(unit)
                .tag(Meters.JOB, job)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void arrived(PendingTask task, long writtenAt) {
        of(task).arrived(task, writtenAt);
    }

    @Override
    public void happened(TaskEventKind kind, PendingTask task) {
        of(task).happened(kind, task);
        Rates rate = rates.get(task.key().job());
        if (rate != null && (kind == TaskEventKind.ADMITTED || kind == TaskEventKind.SUCCEEDED)) {
            (kind == TaskEventKind.ADMITTED ? rate.came() : rate.done()).count(true, clock.millis());
        }
    }

    @Override
    public void attempted(PendingTask task, int attempts, Completion completion, long tookNanos) {
        of(task).attempted(task, attempts, completion, tookNanos);
    }

    @Override
    public void preempted(PendingTask task, long tookNanos) {
        of(task).preempted(tookNanos);
    }

    @Override
    public void late(PendingTask task) {
        of(task).late();
    }

    @Override
    public void spent(PendingTask task, DatabaseCost cost) {
        of(task).spent(cost);
    }

    @Override
    public void lost(Optional<String> job, Failure failure, Severity severity) {
        job.map(name -> jobs.getOrDefault(name, noJob)).orElse(noJob).lost(failure.reason(), severity);
    }

    @Override
    public void skipped() {
        skipped.increment();
    }

    @Override
    public void pinned(TaskKey key) {
        jobs.getOrDefault(key.job(), noJob).pinned();
    }

    @Override
    public void stands(String partition, List<Standing> now) {
        standing.put(partition, now);
    }

    @Override
    public void left(String partition) {
        standing.remove(partition);
    }

    /** The figures of all jobs, in the configuration's order; last what belongs to none, if there is any. */
    public List<JobFigures> figures() {
        List<JobFigures> figures = new ArrayList<>();
        jobs.forEach((name, meters) -> figures.add(figures(name, meters)));
        if (!noJob.losses().isEmpty()) {
            figures.add(figures(NO_JOB, noJob));
        }
        return figures;
    }

    private JobFigures figures(String name, JobMeters meters) {
        long now = clock.millis();
        Map<String, Long> events = new TreeMap<>();
        for (TaskEventKind kind : TaskEventKind.values()) {
            events.put(kind.text(), meters.events(kind));
        }
        Optional<Rates> rate = Optional.ofNullable(rates.get(name));
        double[] latency = meters.latency();
        List<JobFigures.Loss> losses = new ArrayList<>();
        meters.losses()
                .forEach((kind, count) -> losses.add(new JobFigures.Loss(kind.reason(), kind.severity(), count)));
        List<JobFigures.Objective> objectives = meters.objectives().stream()
                .flatMap(all -> all.states(now).stream())
                .map(state ->
                        new JobFigures.Objective(state.name(), state.target(), state.budgetLeft(), state.burnRate()))
                .toList();
        return new JobFigures(
                name,
                new JobFigures.Flow(
                        rate.map(it -> perSecond(it.came(), now)).orElse(0.0),
                        rate.map(it -> perSecond(it.done(), now)).orElse(0.0),
                        latency[0],
                        latency[1],
                        meters.freshness()),
                backlog(name),
                events,
                new JobFigures.Retries(meters.retries(), meters.backoffEfficiency()),
                losses,
                objectives);
    }

    private static double perSecond(EventWindow window, long now) {
        return window.total(RATE_WINDOW, now) / (double) RATE_WINDOW.toSeconds();
    }

    private double oldest(String job) {
        List<Standing.Age> ages = backlog(job).ages();
        return ages.isEmpty() ? 0 : Math.max(0, clock.millis() - ages.get(0).since()) / 1e3;
    }

    private double paused(String job) {
        return standing.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.job().equals(job) && each.paused())
                .count();
    }

    /** What of the job is open in all partitions that are here. */
    private Standing backlog(String job) {
        Map<Long, Long> ages = new TreeMap<>();
        long open = 0;
        long quarantined = 0;
        boolean paused = false;
        for (List<Standing> partition : standing.values()) {
            for (Standing each : partition) {
                if (each.job().equals(job)) {
                    open += each.open();
                    quarantined += each.quarantined();
                    paused |= each.paused();
                    each.ages().forEach(age -> ages.merge(age.since(), age.tasks(), Long::sum));
                }
            }
        }
        List<Standing.Age> merged = ages.entrySet().stream()
                .map(age -> new Standing.Age(age.getKey(), age.getValue()))
                .toList();
        return new Standing(job, open, merged, quarantined, paused);
    }

    private JobMeters of(PendingTask task) {
        return jobs.getOrDefault(task.key().job(), noJob);
    }
}
