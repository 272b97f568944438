package io.penstock.processor.metrics;

import io.penstock.processor.task.Standing;
import io.penstock.records.DeadLetterReason;
import io.penstock.records.Severity;
import java.util.List;
import java.util.Map;

/**
 * A job in figures, as one process has seen it since its start.
 *
 * @param job its name; {@code none} for what belongs to no job
 * @param flow how fast it goes
 * @param backlog what is open here, as of the last commit
 * @param events what happened, by the texts of task events
 * @param retries how well backing off works
 * @param losses dead letters
 * @param objectives service-level objectives
 */
public record JobFigures(
        String job,
        Flow flow,
        Standing backlog,
        Map<String, Long> events,
        Retries retries,
        List<Loss> losses,
        List<Objective> objectives) {
    /**
     * How fast it goes.
     *
     * @param came tasks admitted a second, over a minute
     * @param done tasks that succeeded a second, over a minute
     * @param median latency from change to success over two minutes, in seconds
     * @param late 99th percentile of that
     * @param freshness age of the newest change that was settled, in seconds; not a number before there was one
     */
    public record Flow(double came, double done, double median, double late, double freshness) {}

    /**
     * How well backing off works.
     *
     * @param all attempts that were not a task's first
     * @param efficiency the part of them that succeeded; not a number if there was none
     */
    public record Retries(long all, double efficiency) {}

    /** So many dead letters of one kind. */
    public record Loss(DeadLetterReason reason, Severity severity, long count) {}

    /**
     * A service-level objective.
     *
     * @param name {@code success} or {@code freshness}
     * @param target the part of the tasks that has to keep it
     * @param budgetLeft the part of the error budget that is left
     * @param burnRate how fast it is used up, over an hour
     */
    public record Objective(String name, double target, double budgetLeft, double burnRate) {}

    public JobFigures {
        events = Map.copyOf(events);
        losses = List.copyOf(losses);
        objectives = List.copyOf(objectives);
    }
}
