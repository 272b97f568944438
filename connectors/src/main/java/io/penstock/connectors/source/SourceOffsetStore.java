package io.penstock.connectors.source;

import io.penstock.connectors.position.SourceOffset;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/**
 * Tells Debezium where to go on, from the topic in which the sink keeps the offsets beside what it writes. What Debezium
 * itself would store is in that topic already, and is kept in memory here.
 *
 * <p>Reads what is committed, and once: whoever reads has made sure before that nobody else writes.
 */
public final class SourceOffsetStore extends MemoryOffsetBackingStore {
    /**
     * Whether to go on with all that happened at the time of the last event ({@code true}), and not right behind that event.
     * The topic keeps the place as it is until something newer is known: whoever crashes meanwhile has lost nothing.
     */
    public static final String FROM_ITS_TIME = "offset.storage.from.its.time";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Map<String, Object> consumer = new HashMap<>();
    private String topic = "";
    private boolean fromItsTime;

    /** Made by Debezium, by name. */
    public SourceOffsetStore() {}

    @Override
    public void configure(WorkerConfig config) {
        super.configure(config);
        topic = String.valueOf(config.originals().get(DistributedConfig.OFFSET_STORAGE_TOPIC_CONFIG));
        fromItsTime = Boolean.parseBoolean(String.valueOf(config.originals().get(FROM_ITS_TIME)));
        config.originals().forEach((name, value) -> {
            if (ConsumerConfig.configNames().contains(name)) {
                consumer.put(name, value);
            }
        });
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    }

    /**
     * Reads the topic.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be reached or refuses
     */
    @Override
    public void start() {
        super.start();
        TopicPartition offsets = new TopicPartition(topic, 0);
        KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            reader.assign(List.of(offsets));
            reader.seekToBeginning(List.of(offsets));
            long end = reader.endOffsets(List.of(offsets)).getOrDefault(offsets, 0L);
            long began = System.nanoTime();
            while (reader.position(offsets) < end) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new TimeoutException(
                            "The topic " + topic + " could not be read within " + PATIENCE.toSeconds() + " s.");
                }
                reader.poll(WAIT).forEach(this::take);
            }
        } finally {
            reader.close(CloseOptions.timeout(CLOSING));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        ByteBuffer key = ByteBuffer.wrap(record.key());
        if (record.value() == null) {
            data.remove(key);
        } else {
            byte[] offset = record.value();
            data.put(
                    key,
                    ByteBuffer.wrap(fromItsTime ? SourceOffset.fromItsTime(offset) : SourceOffset.resumable(offset)));
        }
    }

    /** Is asked of stores on a Connect cluster, and not here. */
    @Override
    public Set<Map<String, Object>> connectorPartitions(String connector) {
        return Set.of();
    }
}
