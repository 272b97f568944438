package io.penstock.processor.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a Kafka Streams client tells of its own work, out of its metrics: Kafka's names of them stand here and nowhere else. A
 * figure is empty as long as Kafka tells nothing of it. Threads may share one.
 */
public final class StreamFigures {
    private static final Set<String> WORK = Set.of("process-ratio", "punctuate-ratio", "commit-ratio");

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;

    StreamFigures(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /** Records on the topics that are read here that have not been read yet, of all partitions together. */
    public OptionalLong lag() {
        Map<String, Double> waiting = new HashMap<>();
        named(name -> name.group().equals("consumer-fetch-manager-metrics")
                        && name.name().equals("records-lag")
                        && isMainConsumer(name))
                .forEach(lag -> waiting.merge(place(lag.name()), lag.value(), Math::max));
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(waiting.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()));
    }

    /** Kafka tells the lag of a topic with dots twice: under its name, and with underscores for them, as it once did. */
    private static String place(MetricName lag) {
        return lag.tags().getOrDefault("topic", "").replace('.', '_') + " "
                + lag.tags().getOrDefault("partition", "");
    }

    /** The parts of their time in which stream threads work and do not wait: one is a thread that never waits. */
    public OptionalDouble work() {
        List<Figure> parts = named(name -> name.group().equals("stream-thread-metrics") && WORK.contains(name.name()))
                .toList();
        return parts.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(parts.stream().mapToDouble(Figure::value).sum());
    }

    /** For how many seconds a stream thread has not come round, at most; empty if none has come round yet. */
    public OptionalLong slowestRound() {
        return named(name -> name.name().equals("last-poll-seconds-ago")
                        && client(name).contains("-StreamThread-")
                        && !isRestoring(name))
                .mapToLong(figure -> (long) figure.value())
                .filter(seconds -> seconds >= 0)
                .max();
    }

    private record Figure(MetricName name, double value) {}

    private Stream<Figure> named(Predicate<MetricName> which) {
        return metrics.get().entrySet().stream()
                .filter(metric -> which.test(metric.getKey()))
                .filter(metric -> metric.getValue().metricValue() instanceof Number)
                .map(metric ->
                        new Figure(metric.getKey(), ((Number) metric.getValue().metricValue()).doubleValue()))
                .filter(figure -> Double.isFinite(figure.value()));
    }

    private static boolean isMainConsumer(MetricName name) {
        return client(name).endsWith("-consumer") && !isRestoring(name);
    }

    private static boolean isRestoring(MetricName name) {
        return client(name).endsWith("-restore-consumer");
    }

    private static String client(MetricName name) {
        return name.tags().getOrDefault("client-id", "");
    }
}
