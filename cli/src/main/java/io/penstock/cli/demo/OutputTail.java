package io.penstock.cli.demo;

import io.penstock.records.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is written to the output topics from now on, as any read-committed consumer does. Threads: its own calls the
 * sink.
 */
final class OutputTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> sink;
    private final Thread thread = new Thread(this::read, "output-tail");
    private volatile boolean closed;

    /**
     * Begins to read: what is written once this has returned, the sink will get.
     *
     * @param kafka properties of Kafka clients
     * @param topics the output topics, which must be there
     * @param sink gets every record
     */
    OutputTail(Map<String, String> kafka, Topics topics, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        this.sink = sink;
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(topics.results(), topics.deadLetters(), topics.taskEvents()).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end is looked up when somebody asks for it.
        partitions.forEach(consumer::position);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                consumer.poll(POLL).forEach(sink);
            }
        } catch (WakeupException end) {
            // It is how close() says that this is the end.
        }
    }
}
