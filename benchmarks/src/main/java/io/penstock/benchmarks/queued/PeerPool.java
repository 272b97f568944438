package io.penstock.benchmarks.queued;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.benchmarks.process.Contestant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A plain consumer with a pool of threads, where the work of each key is a chain: what one writes in an afternoon. It
 * commits what it has polled, whether or not it is done, and so loses work when it ends.
 */
final class PeerPool implements Contestant {
    private static final int IN_MEMORY = 20_000;

    private final QueuedRun run;
    private final Waiting waiting;
    private final ExecutorService pool;
    private final KafkaConsumer<String, String> consumer;
    private final KafkaProducer<String, String> producer;
    private final Map<String, CompletableFuture<Void>> chains = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(IN_MEMORY);
    private final Thread poller = new Thread(this::poll, "poller");

    private PeerPool(QueuedRun run) {
        this.run = run;
        this.waiting = new Waiting(run.handlerMillis());
        this.pool = Executors.newFixedThreadPool(run.concurrency());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        run.installation().bootstrapServers(),
                        "group.id",
                        run.installation().application(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", run.installation().bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PeerPool(QueuedRun.of(options)));
    }

    @Override
    public void start() {
        poller.start();
    }

    private void poll() {
        consumer.subscribe(List.of(run.plain()));
        try {
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    room.acquireUninterruptibly();
                    chains.compute(
                            record.key(),
                            (key, before) -> (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                                    .thenRunAsync(() -> work(record), pool));
                }
            }
        } catch (WakeupException closed) {
            consumer.close();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // As such code does.
    private void work(ConsumerRecord<String, String> record) {
        try {
            int number = waiting.run(Waiting.read(record.value().getBytes(UTF_8)));
            producer.send(new ProducerRecord<>(run.installation().results(), record.key(), Integer.toString(number)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        poller.join();
        pool.shutdownNow();
        producer.close();
    }
}
