package io.penstock.connectors.pace;

import io.penstock.records.GovernorJson;
import io.penstock.records.GovernorRecord;
import io.penstock.records.InstanceLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The governor's topic, as the engine reads and writes it. The processors make it; before they have, there is nobody to hear,
 * and nothing is written: a write could make a topic that is not compacted.
 *
 * <p>Threading: for one thread.
 */
final class GovernorTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GovernorTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 5;

    private final TopicPartition partition;
    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final Set<String> instances = new HashSet<>();

    /**
     * Opens it, and reads what stands there.
     *
     * @throws KafkaException if it is not there, or Kafka is not
     */
    GovernorTopic(Map<String, String> kafka, String topic) {
        this(
                new TopicPartition(topic, 0),
                new KafkaConsumer<>(reading(kafka), new StringDeserializer(), new ByteArrayDeserializer()),
                () -> new KafkaProducer<>(writing(kafka), new StringSerializer(), new ByteArraySerializer()),
                PATIENCE);
    }

    /** @param patience for how long Kafka may give nothing of what stands there */
    GovernorTopic(
            TopicPartition partition,
            Consumer<String, byte[]> consumer,
            Supplier<? extends Producer<String, byte[]>> producer,
            Duration patience) {
        this.partition = partition;
        this.consumer = consumer;
        try {
            if (consumer.partitionsFor(partition.topic(), PATIENCE).isEmpty()) {
                throw new KafkaException(
                        "there is no topic " + partition.topic() + " yet; a process with 'governor' makes it");
            }
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            readAll(patience);
            this.producer = producer.get();
        } catch (KafkaException away) {
            consumer.close(CloseOptions.timeout(CLOSING));
            throw away;
        }
    }

    private void readAll(Duration patience) {
        long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
        long heard = System.nanoTime();
        while (consumer.position(partition, PATIENCE) < end) {
            if (!news().isEmpty()) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                throw new TimeoutException("for " + patience.toSeconds() + " s Kafka has given nothing of the topic "
                        + partition.topic() + ", although it is not at its end: is the broker there that leads it?");
            }
        }
    }

    private static Map<String, Object> reading(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private static Map<String, Object> writing(Map<String, String> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        // What comes late is of no use: better lost, and said again.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024L);
        return properties;
    }

    /** How many others there are, by what they have said. */
    int instances() {
        return (int) instances.stream()
                .filter(name -> !name.equals(GovernedShare.INSTANCE))
                .count();
    }

    /** What has been said since the last time; waits a little for it. */
    List<GovernorRecord> news() {
        List<GovernorRecord> said = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(WAIT)) {
            if (record.value() == null) {
                if (record.key() != null) {
                    GovernorJson.goneInstance(record.key()).ifPresent(instances::remove);
                }
            } else {
                GovernorJson.read(record.value()).ifPresent(said::add);
            }
        }
        said.forEach(word -> {
            if (word instanceof InstanceLoad load) {
                instances.add(load.instance());
            }
        });
        return said;
    }

    void post(GovernorRecord record) {
        send(new ProducerRecord<>(partition.topic(), 0, record.key(), GovernorJson.write(record)));
    }

    /** Says that an instance is gone. That is said once, so it is seen to that Kafka has it, if Kafka is there. */
    void remove(String instance) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                producer.send(new ProducerRecord<>(partition.topic(), 0, InstanceLoad.key(instance), null))
                        .get();
                return;
            } catch (ExecutionException lost) {
                LOG.debug("That {} is gone was not taken: {}", instance, String.valueOf(lost.getCause()));
            }
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        var unused = producer.send(record);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
