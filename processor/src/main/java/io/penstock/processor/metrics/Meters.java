package io.penstock.processor.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;

/** The meters of a process, as Prometheus reads them. Threads may share one. */
public final class Meters implements AutoCloseable {
    /** The tag with a job's name: {@code job} is Prometheus's own word for what it scrapes. */
    static final String JOB = "penstock.job";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<KafkaStreamsMetrics> unasked = new ArrayList<>();

    /** Meters of the Java virtual machine; others are added. */
    public Meters() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collector = new JvmGcMetrics();
        collector.bindTo(registry);
        open.add(collector);
    }

    MeterRegistry registry() {
        return registry;
    }

    /**
     * Adds what Kafka Streams, its clients and RocksDB measure. Some thousand meters are made of it once somebody asks for
     * them, and looked after once a minute from then on: who has no Prometheus has neither.
     */
    public void add(KafkaStreams streams) {
        synchronized (open) {
            unasked.add(new KafkaStreamsMetrics(streams));
        }
    }

    /**
     * Adds a figure that is read when somebody asks.
     *
     * @param name in the dotted form, without its unit
     * @param unit such as {@code seconds}; empty for none
     */
    public void add(String name, String description, String unit, Supplier<Number> figure) {
        Gauge.Builder<Supplier<Number>> gauge = Gauge.builder(name, figure).description(description);
        if (!unit.isEmpty()) {
            gauge.baseUnit(unit);
        }
        gauge.strongReference(true).register(registry);
    }

    /** Adds a figure that only grows, read when somebody asks. */
    public void addTotal(String name, String description, Supplier<? extends Number> figure) {
        FunctionCounter.builder(name, figure, supplier -> supplier.get().doubleValue())
                .description(description)
                .register(registry);
    }

    /** Adds a figure for each of a fixed list of values of a tag. */
    public void addEach(
            String name, String description, String tag, Collection<String> values, ToDoubleFunction<String> figure) {
        values.forEach(value -> Gauge.builder(name, value, figure)
                .description(description)
                .tag(tag, value)
                .strongReference(true)
                .register(registry));
    }

    /** Adds a figure that only grows for each of a fixed list of values of a tag. */
    public void addEachTotal(
            String name, String description, String tag, Collection<String> values, ToDoubleFunction<String> figure) {
        values.forEach(value -> FunctionCounter.builder(name, value, figure)
                .description(description)
                .tag(tag, value)
                .register(registry));
    }

    /** All meters in Prometheus's text format 0.0.4. */
    public String scrape() {
        synchronized (open) {
            for (KafkaStreamsMetrics metrics : unasked) {
                metrics.bindTo(registry);
                open.add(metrics);
            }
            unasked.clear();
        }
        return registry.scrape();
    }

    @Override
    public void close() throws Exception {
        synchronized (open) {
            for (AutoCloseable each : open) {
                each.close();
            }
            open.clear();
            unasked.forEach(KafkaStreamsMetrics::close);
        }
        registry.close();
    }
}
