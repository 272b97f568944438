package io.penstock.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.settings.JobObjectives;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a job keeps its service-level objectives, as far as this process has seen it.
 *
 * <p>With the objective <i>o</i> (99.9%) a part 1 - <i>o</i> of the tasks may miss it. The <i>burn rate</i> of a time is the
 * part that did miss it, divided by that: at 1 the budget is used up when the window is over. What is <i>left of the
 * budget</i> is 1 less the burn rate of the whole window. (Google's Site Reliability Workbook, chapter 5.) Threads may share
 * one.
 */
final class Objectives {
    private static final Map<String, Duration> BURN_WINDOWS =
            Map.of("5m", Duration.ofMinutes(5), "1h", Duration.ofHours(1), "6h", Duration.ofHours(6));

    private final List<Objective> all = new ArrayList<>();
    private final JobObjectives set;

    /**
     * How one objective is kept.
     *
     * @param name {@code success} or {@code freshness}
     * @param target the part of the tasks that has to keep it
     * @param budgetLeft the part of the budget that is left; below 0 if it is overdrawn
     * @param burnRate over the last hour
     */
    record State(String name, double target, double budgetLeft, double burnRate) {}

    private record Objective(String name, EventWindow minutes, EventWindow hours, Counter good, Counter bad) {}

    Objectives(String job, JobObjectives set, MeterRegistry registry, InstantSource clock) {
        this.set = set;
        List<String> names = set.freshness().isPresent() ? List.of("success", "freshness") : List.of("success");
        for (String name : names) {
            Tags tags = Tags.of(Meters.JOB, job, "objective", name);
            Objective objective = new Objective(
                    name,
                    new EventWindow(Duration.ofMinutes(1), 361),
                    new EventWindow(Duration.ofHours(1), (int) set.window().toHours() + 1),
                    counter(tags.and("result", "good"), registry),
                    counter(tags.and("result", "bad"), registry));
            all.add(objective);
            Gauge.builder("penstock.slo.target.ratio", set, JobObjectives::success)
                    .description("The part of the tasks that has to keep the objective.")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
            Gauge.builder("penstock.slo.error.budget.ratio", this, self -> self.budget(objective, clock.millis()))
                    .description("What is left of the error budget, as far as this process has seen it.")
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
            BURN_WINDOWS.forEach((window, length) -> Gauge.builder(
                            "penstock.slo.burn.rate",
                            this,
                            self -> self.burn(objective.minutes(), length, clock.millis()))
                    .description("How fast the error budget is used up; 1: it lasts for just the window.")
                    .tags(tags.and("window", window))
                    .strongReference(true)
                    .register(registry));
        }
    }

    private static Counter counter(Tags tags, MeterRegistry registry) {
        return Counter.builder("penstock.slo.events")
                .description("Tasks that kept an objective, and that did not.")
                .tags(tags)
                .register(registry);
    }

    /** A task was settled, so many milliseconds after its change. */
    void settled(boolean succeeded, long age, long now) {
        for (Objective objective : all) {
            boolean good = objective.name().equals("success")
                    ? succeeded
                    : set.freshness().map(most -> age <= most.toMillis()).orElse(true);
            (good ? objective.good() : objective.bad()).increment();
            objective.minutes().count(good, now);
            objective.hours().count(good, now);
        }
    }

    List<State> states(long now) {
        return all.stream()
                .map(objective -> new State(
                        objective.name(),
                        set.success(),
                        budget(objective, now),
                        burn(objective.minutes(), Duration.ofHours(1), now)))
                .toList();
    }

    private double budget(Objective objective, long now) {
        return 1 - burn(objective.hours(), set.window(), now);
    }

    private double burn(EventWindow events, Duration length, long now) {
        return events.badRatio(length, now) / (1 - set.success());
    }
}
