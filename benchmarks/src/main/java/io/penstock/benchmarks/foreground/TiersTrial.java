package io.penstock.benchmarks.foreground;

import static io.penstock.benchmarks.harness.Trial.Figure.atMost;
import static io.penstock.benchmarks.harness.Trial.Figure.told;

import io.penstock.benchmarks.harness.Trial.Figure;
import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.ToldChange;
import io.penstock.benchmarks.process.Answers;
import io.penstock.benchmarks.process.JavaProcess;
import io.penstock.benchmarks.process.Options;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How long critical tasks wait while all places are taken by bulk work, of which there is more. For use by one thread. */
final class TiersTrial {
    static final List<Figure> FIGURES =
            List.of(told("critical tasks", "tasks"), told("wait, p50", "ms"), atMost(250, "wait, p99", "ms"));

    private static final String SOURCE = "tiers";
    private static final String BULK = "archive";
    private static final String CRITICAL = "payments";
    private static final int CONCURRENCY = 32;
    private static final int HANDLER_MILLIS = 50;
    private static final int PER_SECOND = 40;
    private static final int WARM_UP_SECONDS = 6;

    private final Site site;
    private final List<String> jvmOptions;
    private final int backlog;
    private final int seconds;
    /** Another one for each run: what was written to a topic that has just been deleted would be lost. */
    private String source = "";

    private int next;

    TiersTrial(Site site, List<String> jvmOptions, int backlog, int seconds) {
        this.site = site;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.backlog = backlog;
        this.seconds = seconds;
    }

    Map<String, Double> measure() throws IOException, InterruptedException {
        source = SOURCE + "-" + System.nanoTime();
        String topic = Installation.changes(source, BULK);
        site.fill(topic, backlog, number -> change(topic, number).record(document(number, 0)));
        site.admin().create(Installation.changes(source, CRITICAL), Site.PARTITIONS);
        Installation installation = site.install("tiers", source);
        Options options = installation.options().and(Map.of("settings", settings()));
        HeldJob bulk = HeldJob.hold(site, installation, BULK);
        try (JavaProcess process = site.start(TiersProcess.class, jvmOptions, options)) {
            bulk.goOnWith(backlog, process);
            Latencies waits;
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            site.bootstrapServers(),
                            ProducerConfig.LINGER_MS_CONFIG,
                            0),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                do {
                    write(producer, 1);
                } while (waits(process).count() == 0);
                write(producer, WARM_UP_SECONDS);
                process.say("begin");
                write(producer, seconds);
                waits = waits(process);
            }
            if (bulk.work(process).done() >= backlog) {
                throw new IllegalStateException(
                        "The bulk backlog of %,d tasks was done before the end".formatted(backlog));
            }
            return Map.of("critical tasks", (double) waits.count(), "wait, p50", waits.p50(), "wait, p99", waits.p99());
        } finally {
            site.remove(installation);
            site.admin().deleteStartingWith(source + ".");
        }
    }

    private Latencies waits(JavaProcess process) throws IOException, InterruptedException {
        return Answers.ask(process, "sum", site.environment().directory(), Latencies.class);
    }

    /** Critical changes at an even pace; each says when it was to be sent. */
    @SuppressWarnings("FutureReturnValueIgnored") // What does not arrive is missed in the figures.
    private void write(KafkaProducer<byte[], byte[]> producer, int duration) {
        String topic = Installation.changes(source, CRITICAL);
        long began = System.nanoTime();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        for (int number = 0; number < duration * PER_SECOND; number++) {
            long after = number * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
            for (long left = began + after - System.nanoTime(); left > 0; left = began + after - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            producer.send(change(topic, next).record(document(next, micros + after / 1_000)));
            next++;
        }
    }

    private static ToldChange change(String topic, int number) {
        return new ToldChange(topic, number, number, true);
    }

    private static String document(int number, long sentMicros) {
        return "{\"_id\":%d,\"key\":\"k%d\",\"sent\":{\"$numberLong\":\"%d\"}}".formatted(number, number, sentMicros);
    }

    private static String settings() {
        String job = """
                  - name: %s
                    collection: shop.%s
                    shard-key: /key
                    tier: %s
                    handler: %s
                    settings: {millis: "%d"}
                """;
        String handler = UrgentHandler.class.getName();
        return "concurrency: " + CONCURRENCY + "\njobs:\n"
                + job.formatted(BULK, BULK, "bulk", handler, HANDLER_MILLIS)
                + job.formatted(CRITICAL, CRITICAL, "critical", handler, HANDLER_MILLIS);
    }
}
