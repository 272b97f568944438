package io.penstock.cli.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What Kafka's coordinator has noted of transactions, in a topic of its own: it says afterwards what was open at a moment,
 * also at the one in which the broker itself was killed. The layout is that of {@code TransactionLogKey.json} and
 * {@code TransactionLogValue.json} in Kafka's sources.
 */
public final class TransactionLog {
    private static final String TOPIC = "__transaction_state";
    private static final Duration POLL = Duration.ofMillis(300);
    /** Behind the version, the producer's id and epoch, and the time limit. */
    private static final int STATUS_OFFSET = Short.BYTES + Long.BYTES + Short.BYTES + Integer.BYTES;

    private static final byte ONGOING = 1;

    private final Map<String, Object> kafka;

    /**
     * One transaction.
     *
     * @param id its producer's transactional id
     * @param begun when it was, by the broker's clock
     * @param ended when its commit or its abort was begun; empty if neither was yet
     */
    public record Transaction(String id, Instant begun, Optional<Instant> ended) {
        /** Whether it was begun and not ended at a moment. */
        public boolean isOpen(Instant at) {
            return !begun.isAfter(at) && ended.map(at::isBefore).orElse(true);
        }
    }

    /**
     * @param bootstrapServers the broker's address
     */
    public TransactionLog(String bootstrapServers) {
        this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    }

    /** All transactions so far. */
    public List<Transaction> read() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<Transaction> transactions = new ArrayList<>();
            Map<String, Instant> open = new HashMap<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(record -> note(record, open, transactions));
            }
            open.forEach((id, begun) -> transactions.add(new Transaction(id, begun, Optional.empty())));
            return transactions;
        }
    }

    /** All records of one transactional id are in one partition, so they come in order. */
    private static void note(
            ConsumerRecord<byte[], byte[]> record, Map<String, Instant> open, List<Transaction> transactions) {
        String id = id(record.key());
        Instant at = Instant.ofEpochMilli(record.timestamp());
        if (record.value() != null && record.value()[STATUS_OFFSET] == ONGOING) {
            // One record for each partition that joins it: the first one begins it.
            open.putIfAbsent(id, at);
        } else if (open.containsKey(id)) {
            transactions.add(new Transaction(id, open.remove(id), Optional.of(at)));
        }
    }

    private static String id(byte[] key) {
        ByteBuffer rest = ByteBuffer.wrap(key);
        rest.getShort(); // the version
        byte[] id = new byte[rest.getShort()];
        rest.get(id);
        return new String(id, UTF_8);
    }
}
