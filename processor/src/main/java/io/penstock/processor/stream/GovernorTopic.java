package io.penstock.processor.stream;

import io.penstock.processor.governing.Bulletin;
import io.penstock.records.GovernorJson;
import io.penstock.records.GovernorRecord;
import io.penstock.records.InstanceLoad;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The governor's topic: read without a group, written without transactions, for what is said here is said again. For one
 * thread.
 */
public final class GovernorTopic implements Bulletin {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final long MEMORY_BYTES = 1024 * 1024;
    private static final int BATCH_BYTES = 16 * 1024;

    private final TopicPartition partition;
    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final Duration patience;

    /** Opens it. */
    public GovernorTopic(Settings settings) {
        this(
                new TopicPartition(new Topics(settings.application()).governor(), 0),
                new KafkaConsumer<>(
                        reading(settings.connections().kafka()), new StringDeserializer(), new ByteArrayDeserializer()),
                new KafkaProducer<>(
                        writing(settings.connections().kafka()), new StringSerializer(), new ByteArraySerializer()),
                PATIENCE);
    }

    /** @param patience for how long Kafka may give nothing of what stands there */
    GovernorTopic(
            TopicPartition partition,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            Duration patience) {
        this.partition = partition;
        this.consumer = consumer;
        this.producer = producer;
        this.patience = patience;
        consumer.assign(List.of(partition));
    }

    private static Map<String, Object> reading(Map<String, String> common) {
        Map<String, Object> config = new HashMap<>(common);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // At rest one fetch in ten seconds; a record that is written meanwhile is returned at once.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10_000);
        return config;
    }

    static Map<String, Object> writing(Map<String, String> common) {
        Map<String, Object> config = new HashMap<>(common);
        // What comes late is of no use: better lost, and said again.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES);
        // A batch larger than the buffer memory could never be allocated, however little is sent.
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        return config;
    }

    @Override
    public List<Notice> history() {
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        List<Notice> notices = new ArrayList<>();
        long heard = System.nanoTime();
        while (consumer.position(partition, PATIENCE) < end) {
            List<Notice> more = news(WAIT);
            if (!more.isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new TimeoutException("The topic " + partition.topic() + " could not be read: for "
                        + patience.toSeconds()
                        + " s Kafka has given nothing of it, although it is not at its end. Is the"
                        + " broker there that leads it?");
            }
            notices.addAll(more);
        }
        return notices;
    }

    @Override
    public List<Notice> news(Duration wait) {
        List<Notice> notices = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            notice(record).ifPresent(notices::add);
        }
        return notices;
    }

    private static Optional<Notice> notice(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.ofNullable(record.key())
                    .flatMap(GovernorJson::goneInstance)
                    .map(Notice.Gone::new);
        }
        return GovernorJson.read(record.value()).map(Notice.Said::new);
    }

    @Override
    public void post(GovernorRecord record) {
        send(new ProducerRecord<>(partition.topic(), 0, record.key(), GovernorJson.write(record)));
    }

    @Override
    public void remove(String instance) {
        send(new ProducerRecord<>(partition.topic(), 0, InstanceLoad.key(instance), null));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        var unused = producer.send(record);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }
}
