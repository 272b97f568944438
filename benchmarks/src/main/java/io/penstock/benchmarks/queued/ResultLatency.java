package io.penstock.benchmarks.queued;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.Site;
import io.penstock.benchmarks.kafka.TopicAdmin;
import io.penstock.benchmarks.process.JavaProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How long it takes from the end of a handler until a read-committed consumer has its result, while changes come at an
 * even pace. For use by one thread.
 */
final class ResultLatency {
    private static final int PER_SECOND = 500;
    private static final int WARM_UP_PERCENT = 40;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long STALLED_NANOS = 60_000_000_000L;

    private final Site site;
    private final int work;

    ResultLatency(Site site, int seconds) {
        this.site = site;
        this.work = seconds * PER_SECOND;
    }

    /** The 50th and the 99th percentile, in milliseconds. */
    Map<String, Double> measure(String commit) throws IOException, InterruptedException {
        String source = "paced-" + commit;
        Installation installation = site.install("latency", source);
        String changes = QueuedRun.changes(source);
        site.admin().create(changes, Site.PARTITIONS);
        QueuedRun run = new QueuedRun(installation, 1, 100, commit, true);
        long[] micros = new long[work];
        try (JavaProcess process =
                        site.start(PenstockQueued.class, site.environment().jvmOptions(), run.options());
                KafkaConsumer<byte[], byte[]> results = consumer(installation)) {
            AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
            Thread writer = new Thread(() -> write(source, failure), "writer");
            writer.start();
            read(process, results, micros);
            writer.join();
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        } finally {
            site.remove(installation);
            site.admin().deleteStartingWith(source);
        }
        return percentiles(Arrays.copyOfRange(micros, work * WARM_UP_PERCENT / 100, work));
    }

    private static void read(JavaProcess process, KafkaConsumer<byte[], byte[]> results, long[] micros) {
        int count = 0;
        long last = System.nanoTime();
        while (count < micros.length) {
            process.requireAlive();
            for (ConsumerRecord<byte[], byte[]> result : results.poll(LOOK)) {
                long ended = Long.parseLong(new String(result.value(), US_ASCII));
                micros[count++] = Micros.now() - ended;
                last = System.nanoTime();
            }
            if (System.nanoTime() - last > STALLED_NANOS) {
                throw process.failure("has told %,d of %,d results".formatted(count, micros.length));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of failures.
    private void write(String source, AtomicReference<@Nullable RuntimeException> failure) {
        CounterWork changes = new CounterWork(source, Keys.UNIFORM.of(work));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        site.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long began = System.nanoTime();
            for (int i = 0; i < work; i++) {
                long due = began + i * (1_000_000_000L / PER_SECOND);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                producer.send(changes.change(i), (metadata, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, new IllegalStateException("A change was not written", failed));
                    }
                });
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private static Map<String, Double> percentiles(long[] micros) {
        Arrays.sort(micros);
        return Map.of("p50", micros[micros.length / 2] / 1000.0, "p99", micros[micros.length * 99 / 100] / 1000.0);
    }

    private KafkaConsumer<byte[], byte[]> consumer(Installation installation) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        site.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(TopicAdmin.partitions(installation.results(), Site.PARTITIONS));
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }
}
