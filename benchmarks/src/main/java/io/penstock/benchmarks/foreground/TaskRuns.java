package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.ToldChange;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs with a backlog of tasks that use the database. For use by one thread. */
final class TaskRuns {
    private static final String SOURCE = "foreground";
    private static final String JOB = "statistics";
    private static final String ORDERS = "orders";
    /** After the job goes on: the processor has taken it up. */
    private static final int CALM_SECONDS = 4;

    private final Ground ground;
    private final Extent extent;
    private boolean filled;

    TaskRuns(Ground ground, Extent extent) {
        this.ground = ground;
        this.extent = extent;
    }

    /** Nobody but the users. */
    Run alone(int seconds) throws IOException, InterruptedException {
        long began = System.currentTimeMillis();
        ground.begin();
        return new Run("alone", began, ground.measure(seconds), 0, List.of(), List.of());
    }

    /** So many attempts at once. */
    Run limited(String name, int concurrency, int seconds) throws IOException, InterruptedException {
        Measured measured = measure(name, "concurrency: " + concurrency, 0, seconds);
        return measured.run(List.of(
                new Run.Limit(measured.began(), concurrency), new Run.Limit(System.currentTimeMillis(), concurrency)));
    }

    /** As many attempts at once as the governor lets them. */
    Run governed(Duration objective) throws IOException, InterruptedException {
        // The objective holds for what a canary sees of the collection that the users read.
        String lines = """
                concurrency: %d
                governor:
                  floor: 1
                  ceiling: %d
                  signals:
                    - name: reads
                      p99: %s
                      probe: {collection: %s.%s, rate: %d/s}
                """.formatted(
                        Extent.UNLIMITED, Extent.UNLIMITED, objective, Shop.DATABASE, Shop.CUSTOMERS, Extent.PROBES);
        Measured measured = measure("governor", lines, extent.findSeconds(), extent.governedSeconds());
        return measured.run(measured.limits());
    }

    /** What is known of a run; the limits are those that a governor told, if there was one. */
    private record Measured(
            String name, long began, Latencies foreground, double perSecond, Work work, List<Run.Limit> limits) {
        Run run(List<Run.Limit> those) {
            return new Run(name, began, foreground, perSecond, work.seconds(), those);
        }
    }

    /**
     * With a backlog and these lines of the configuration.
     *
     * @param findSeconds how long it goes on before it is measured
     */
    private Measured measure(String name, String lines, int findSeconds, int seconds)
            throws IOException, InterruptedException {
        Site site = ground.site();
        fill(site);
        Installation installation = site.install("foreground", SOURCE);
        Options options =
                installation.options().and(Map.of("mongodb", ground.mongodb(), "settings", lines + "\n" + jobs()));
        HeldJob job = HeldJob.hold(site, installation, JOB);
        long began = System.currentTimeMillis();
        ground.begin();
        try (JavaProcess process = site.start(TasksProcess.class, ground.withHeap("-Xmx1g"), options)) {
            job.goOnWith(extent.tasks(), process);
            TimeUnit.SECONDS.sleep(CALM_SECONDS + (long) findSeconds);
            Work before = job.work(process);
            long from = System.nanoTime();
            Latencies foreground = ground.measure(seconds);
            Work after = job.work(process);
            double perSecond = (after.done() - before.done()) / ((System.nanoTime() - from) / 1e9);
            if (after.done() >= extent.tasks()) {
                throw new IllegalStateException(
                        "%s: the backlog of %,d tasks was done before the end".formatted(name, extent.tasks()));
            }
            List<Run.Limit> limits = lines.contains("governor:")
                    ? GovernedLimits.read(
                            site.bootstrapServers(), installation.application(), ruling -> Optional.of(ruling.limit()))
                    : List.of();
            return new Measured(name, began, foreground, perSecond, after, limits);
        } finally {
            site.remove(installation);
        }
    }

    private void fill(Site site) {
        if (!filled) {
            site.environment().progress().now(String.format(Locale.ROOT, "writing %,d changes ...", extent.tasks()));
            String topic = Installation.changes(SOURCE, ORDERS);
            site.fill(
                    topic,
                    extent.tasks(),
                    number -> new ToldChange(topic, number, number, true)
                            .record("{\"_id\":%d,\"customer\":%d}".formatted(number, number % Shop.CUSTOMER_COUNT)));
            filled = true;
        }
    }

    private String jobs() {
        return """
                jobs:
                  - name: %s
                    collection: shop.%s
                    shard-key: /customer
                    handler: %s
                    settings:
                      mongodb: "%s"
                """.formatted(JOB, ORDERS, StatisticsHandler.class.getName(), ground.mongodb());
    }
}
