package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Options;
import io.penstock.connectors.pace.GovernedShare;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs with a snapshot of a large collection of the users' database. For use by one thread. */
final class SnapshotRuns {
    private static final int LOOK_MILLIS = 250;
    private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(2);
    /** After the first documents have been read. */
    private static final int CALM_SECONDS = 6;

    /** The engine, and the processor that runs the rule: where the limit is the floor, each has an equal part of it. */
    private static final int INSTANCES = 2;

    private final Ground ground;
    private final int documents;
    private final int seconds;

    /** How a snapshot gives way. */
    private record Manner(String name, String governor) {}

    SnapshotRuns(Ground ground, int documents, int seconds) {
        this.ground = ground;
        this.documents = documents;
        this.seconds = seconds;
    }

    /** Nobody but the users. */
    Run alone() throws IOException, InterruptedException {
        ground.archive(documents);
        long began = System.currentTimeMillis();
        ground.begin();
        return new Run("alone", began, ground.measure(seconds), 0, List.of(), List.of());
    }

    /** As fast as it goes. */
    Run unlimited() throws IOException, InterruptedException {
        return measure(new Manner("without limits", ""), 0);
    }

    /** With a part of one attempt's time. */
    Run limited(double share, Duration objective) throws IOException, InterruptedException {
        Run run = measure(new Manner("share " + share, governor(INSTANCES * share, INSTANCES * share, objective)), 0);
        if (run.limits().stream().noneMatch(limit -> Math.abs(limit.most() - share) < share / 100)) {
            throw new IllegalStateException("The engine never had the share " + share + " but " + run.limits());
        }
        return run;
    }

    /** As the governor lets it. */
    Run governed(int findSeconds, Duration objective) throws IOException, InterruptedException {
        return measure(
                new Manner("governor", governor(Extent.SNAPSHOT_FLOOR, Extent.UNLIMITED, objective)), findSeconds);
    }

    private Run measure(Manner manner, int findSeconds) throws IOException, InterruptedException {
        Site site = ground.site();
        ground.archive(documents);
        Installation installation = site.install("snapshot", "snapshot-" + System.nanoTime());
        String topic = installation.source() + "." + Shop.DATABASE + "." + Shop.ARCHIVE;
        site.admin().create(topic, Site.PARTITIONS);
        site.admin().create(installation.source() + "." + Shop.DATABASE + ".nothing", Site.PARTITIONS);
        long began = System.currentTimeMillis();
        ground.begin();
        List<Work.Second> work = new ArrayList<>();
        // The rule runs in a processor, be there work for it or not.
        try (AutoCloseable processor = manner.governor().isEmpty()
                        ? () -> {}
                        : start(TasksProcess.class, installation, manner.governor(), "nothing");
                JavaProcess engine = start(SnapshotProcess.class, installation, manner.governor(), Shop.ARCHIVE)) {
            awaitDocuments(engine, topic);
            watch(topic, CALM_SECONDS + findSeconds, work);
            long from = System.nanoTime();
            long before = written(topic);
            ground.measureFromNow();
            watch(topic, seconds, work);
            Latencies foreground = ground.sum();
            long after = written(topic);
            double perSecond = (after - before) / ((System.nanoTime() - from) / 1e9);
            engine.requireAlive();
            if (after >= documents) {
                throw new IllegalStateException(
                        "%s: the %,d documents were read before the end".formatted(manner.name(), documents));
            }
            List<Run.Limit> limits = manner.governor().isEmpty()
                    ? List.of()
                    : GovernedLimits.read(
                            site.bootstrapServers(),
                            installation.application(),
                            ruling -> Optional.ofNullable(ruling.shares().get(GovernedShare.INSTANCE)));
            return new Run(manner.name(), began, foreground, perSecond, work, limits);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The processor did not end: " + e.getMessage(), e);
        } finally {
            site.remove(installation);
            site.admin().deleteStartingWith(installation.source());
        }
    }

    private void watch(String topic, int duration, List<Work.Second> work) throws InterruptedException {
        for (int second = 0; second < duration; second++) {
            TimeUnit.SECONDS.sleep(1);
            work.add(new Work.Second(System.currentTimeMillis(), written(topic)));
        }
    }

    private JavaProcess start(Class<?> process, Installation installation, String governor, String collection)
            throws IOException {
        String settings = governor + """
                debezium:
                  snapshot.mode: initial
                jobs:
                  - name: copy
                    collection: %s.%s
                    handler: document
                """.formatted(Shop.DATABASE, collection);
        Options options = installation.options().and(Map.of("mongodb", ground.mongodb(), "settings", settings));
        return ground.site().start(process, ground.withHeap("-Xmx1g"), options);
    }

    private void awaitDocuments(JavaProcess engine, String topic) throws InterruptedException {
        long began = System.nanoTime();
        while (written(topic) == 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            engine.requireAlive();
            if (System.nanoTime() - began > STALLED_NANOS) {
                throw engine.failure("has not read a document");
            }
        }
    }

    private long written(String topic) {
        return ground.site().admin().written(topic, Site.PARTITIONS);
    }

    private static String governor(double floor, double ceiling, Duration objective) {
        return String.format(Locale.ROOT, """
                governor:
                  floor: %s
                  ceiling: %s
                  signals:
                    - name: reads
                      p99: %s
                      probe: {collection: %s.%s, rate: %d/s}
                """, floor, ceiling, objective, Shop.DATABASE, Shop.CUSTOMERS, Extent.PROBES);
    }
}
