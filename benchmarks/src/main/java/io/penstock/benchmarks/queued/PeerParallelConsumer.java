package io.penstock.benchmarks.queued;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.penstock.benchmarks.process.Contestant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Confluent's Parallel Consumer with its order by key: at least once, no state. */
final class PeerParallelConsumer implements Contestant {
    private final QueuedRun run;
    private final Waiting waiting;
    private final ParallelStreamProcessor<String, String> processor;

    private PeerParallelConsumer(QueuedRun run) {
        this.run = run;
        this.waiting = new Waiting(run.handlerMillis());
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        run.installation().bootstrapServers(),
                        "group.id",
                        run.installation().application(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new StringDeserializer());
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", run.installation().bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
        this.processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<String, String>builder()
                        .ordering(ProcessingOrder.KEY)
                        .maxConcurrency(run.concurrency())
                        .consumer(consumer)
                        .producer(producer)
                        .build());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PeerParallelConsumer(QueuedRun.of(options)));
    }

    @Override
    public void start() {
        processor.subscribe(List.of(run.plain()));
        processor.pollAndProduce(context -> {
            try {
                int number = waiting.run(Waiting.read(context.value().getBytes(UTF_8)));
                return new ProducerRecord<>(run.installation().results(), context.key(), Integer.toString(number));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() {
        processor.close();
    }
}
