package io.penstock.processor.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.TimeWindowPercentileHistogram;
import io.penstock.api.DatabaseCost;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.PendingTask;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Severity;
import io.penstock.records.TaskEventKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of one job. Threads may share one. */
final class JobMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1)
    };
    private static final String PREEMPTED = "preempted";
    private static final DistributionStatisticConfig RECENT = DistributionStatisticConfig.builder()
            .percentiles(0.5, 0.99)
            .expiry(Duration.ofMinutes(2))
            .bufferLength(4)
            .build()
            .merge(DistributionStatisticConfig.DEFAULT);

    private final String job;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<TaskEventKind, Counter> events = new EnumMap<>(TaskEventKind.class);
    private final Map<String, Counter> attempts = new LinkedHashMap<>();
    private final Counter retries;
    private final Counter retriesSucceeded;
    private final Counter late;
    private final Counter pinned;
    private final DatabaseMeters costs;
    private final Map<LossKind, Counter> losses = new ConcurrentHashMap<>();
    private final Timer handler;
    private final Timer database;
    private final Timer kafka;
    private final Timer waiting;
    private final Timer handling;
    private final Timer whole;
    private final TimeWindowPercentileHistogram recent;
    /** Time of the newest change that was settled; 0: none yet. */
    private final AtomicLong newestSettled = new AtomicLong();

    private final Optional<Objectives> objectives;

    /** What dead letters are told apart by. */
    record LossKind(DeadLetterReason reason, Severity severity) {}

    JobMeters(String job, Optional<Objectives> objectives, MeterRegistry registry, InstantSource clock) {
        this.job = job;
        this.registry = registry;
        this.clock = clock;
        this.objectives = objectives;
        for (TaskEventKind kind : TaskEventKind.values()) {
            events.put(
                    kind,
                    counter("penstock.tasks", "What happened to tasks.")
                            .tag("event", kind.text())
                            .register(registry));
        }
        for (String outcome : new String[] {"succeeded", "retry", "refused", "timed-out", PREEMPTED}) {
            attempts.put(
                    outcome,
                    counter("penstock.attempts", "Attempts that ended, by what they came to.")
                            .tag("outcome", outcome)
                            .register(registry));
        }
        retries = counter("penstock.retries", "Attempts that were not a task's first.")
                .register(registry);
        retriesSucceeded = counter(
                        "penstock.retries.succeeded", "Attempts that were not a task's first, and succeeded.")
                .register(registry);
        late = counter(
                        "penstock.late.completions",
                        "Attempts that ended when they had lost their right to settle: nothing came of them.")
                .register(registry);
        pinned = counter("penstock.documents.pinned", "Changes of a shard key, which leave a document in its lane.")
                .register(registry);
        costs = new DatabaseMeters(job, registry);
        handler = timer("penstock.handler.duration", "How long attempts ran.").register(registry);
        database = part("database");
        kafka = part("kafka");
        waiting = part("waiting");
        handling = part("handling");
        whole = timer("penstock.task.latency", "From a change in the database to its task's success.")
                .register(registry);
        recent = new TimeWindowPercentileHistogram(Clock.SYSTEM, RECENT, false);
        Gauge.builder("penstock.freshness", this, JobMeters::freshness)
                .description("Age of the newest change that was settled.")
                .baseUnit("seconds")
                .tag(Meters.JOB, job)
                .register(registry);
        Gauge.builder("penstock.backoff.efficiency.ratio", this, JobMeters::backoffEfficiency)
                .description("Retries that succeeded, of all retries.")
                .tag(Meters.JOB, job)
                .register(registry);
    }

    void arrived(PendingTask task, long writtenAt) {
        record(database, writtenAt - task.version().changedAt());
        record(kafka, task.origin().firstSeen() - writtenAt);
    }

    void happened(TaskEventKind kind, PendingTask task) {
        count(events, kind);
        if (kind == TaskEventKind.SUCCEEDED || kind == TaskEventKind.DEAD_LETTERED) {
            long changedAt = task.version().changedAt();
            newestSettled.accumulateAndGet(changedAt, Math::max);
            long now = clock.millis();
            objectives.ifPresent(set -> set.settled(kind == TaskEventKind.SUCCEEDED, now - changedAt, now));
        }
    }

    void attempted(PendingTask task, int attempt, Completion completion, long tookNanos) {
        count(attempts, outcome(completion));
        handler.record(tookNanos, TimeUnit.NANOSECONDS);
        boolean succeeded = completion instanceof Completion.Succeeded;
        if (attempt > 1) {
            retries.increment();
            if (succeeded) {
                retriesSucceeded.increment();
            }
        }
        if (succeeded) {
            long now = clock.millis();
            handling.record(tookNanos, TimeUnit.NANOSECONDS);
            record(
                    waiting,
                    now
                            - TimeUnit.NANOSECONDS.toMillis(tookNanos)
                            - task.origin().firstSeen());
            long latency = Math.max(0, now - task.version().changedAt());
            record(whole, latency);
            recent.recordLong(TimeUnit.MILLISECONDS.toNanos(latency));
        }
    }

    void preempted(long tookNanos) {
        count(attempts, PREEMPTED);
        handler.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void late() {
        late.increment();
    }

    void spent(DatabaseCost cost) {
        costs.spent(cost);
    }

    void lost(DeadLetterReason reason, Severity severity) {
        losses.computeIfAbsent(
                        new LossKind(reason, severity),
                        kind -> counter("penstock.dead.letters", "What was given up.")
                                .tag("reason", kind.reason().text())
                                .tag("severity", kind.severity().text())
                                .register(registry))
                .increment();
    }

    void pinned() {
        pinned.increment();
    }

    /** Age of the newest change that was settled, in seconds; not a number before there was one. */
    double freshness() {
        long newest = newestSettled.get();
        return newest == 0 ? Double.NaN : Math.max(0, clock.millis() - newest) / 1e3;
    }

    long events(TaskEventKind kind) {
        Counter counter = events.get(kind);
        return counter == null ? 0 : (long) counter.count();
    }

    double backoffEfficiency() {
        double all = retries.count();
        return all == 0 ? Double.NaN : retriesSucceeded.count() / all;
    }

    long retries() {
        return (long) retries.count();
    }

    Map<LossKind, Long> losses() {
        Map<LossKind, Long> counts = new LinkedHashMap<>();
        losses.forEach((kind, counter) -> counts.put(kind, (long) counter.count()));
        return counts;
    }

    /** Latency of the last two minutes: median and 99th percentile, in seconds; 0 where nothing succeeded. */
    double[] latency() {
        HistogramSnapshot snapshot = recent.takeSnapshot(0, 0, 0);
        double[] values = new double[2];
        for (int i = 0; i < values.length && i < snapshot.percentileValues().length; i++) {
            values[i] = snapshot.percentileValues()[i].value() / 1e9;
        }
        return values;
    }

    Optional<Objectives> objectives() {
        return objectives;
    }

    private static <K> void count(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    private static String outcome(Completion completion) {
        if (completion instanceof Completion.Retry retry) {
            return retry.failure().reason() == DeadLetterReason.TIMED_OUT ? "timed-out" : "retry";
        }
        return completion instanceof Completion.Succeeded ? "succeeded" : "refused";
    }

    private static void record(Timer timer, long millis) {
        // Clocks of different machines may disagree.
        timer.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    private Timer part(String part) {
        return timer("penstock.task.latency.part", "The parts of a task's way: database, kafka, waiting, handling.")
                .tag("part", part)
                .register(registry);
    }

    private Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description).tag(Meters.JOB, job);
    }

    private Timer.Builder timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .tag(Meters.JOB, job);
    }
}
