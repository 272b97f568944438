package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.penstock.records.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed changes of a collection as they come, in a thread of its own, and notices any that comes twice. */
public final class CommittedChanges implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<String> seen = new HashSet<>();
    private final List<String> doubled = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::read, "committed-changes");
    private volatile Instant newest = Instant.EPOCH;
    private volatile boolean closing;

    /**
     * Begins to read.
     *
     * @param bootstrapServers the broker's address
     * @param topic with the changes
     */
    public CommittedChanges(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    /** Waits until a change has come that was sent after a moment. */
    public void awaitSentAfter(Instant moment) {
        await("a change sent after " + moment)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> newest.isAfter(moment));
    }

    /** Those that have come more than once. */
    public List<String> doubled() {
        return List.copyOf(doubled);
    }

    private void read() {
        try (consumer) {
            while (!closing) {
                consumer.poll(POLL).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String change = new String(record.key(), UTF_8) + " at "
                + new String(record.headers().lastHeader(HeaderNames.POSITION).value(), UTF_8)
                + (record.value() == null ? ", tombstone" : "");
        if (!seen.add(change)) {
            doubled.add(change);
        }
        Instant sent = Instant.ofEpochMilli(record.timestamp());
        if (sent.isAfter(newest)) {
            newest = sent;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
