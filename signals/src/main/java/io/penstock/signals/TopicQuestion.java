package io.penstock.signals;

import io.penstock.settings.SignalOrigin;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what the foreground tells in a Kafka topic, from the present on: what was told before is no news. It is in no group:
 * each process reads all of it, and leaves no offset behind. Partitions that are added later are found within a minute.
 *
 * <p>For one thread.
 */
final class TopicQuestion implements PeriodicSource.Question {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final FigureReader figures;
    private long looked;

    TopicQuestion(Map<String, String> kafka, String clientId, SignalOrigin.Topic origin) {
        this.topic = origin.name();
        this.figures = new FigureReader(origin.figure());
        this.consumer = new KafkaConsumer<>(
                properties(kafka, clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> properties(Map<String, String> kafka, String clientId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        return properties;
    }

    @Override
    public void ask(PeriodicSource.Telling to) throws UnreadableException, InterruptedException {
        try {
            if (consumer.assignment().isEmpty() || System.nanoTime() - looked > LOOK_FOR_PARTITIONS.toNanos()) {
                assign();
            }
            Optional<UnreadableException> wrong = Optional.empty();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                try {
                    figures.tell(value(record), "a record of the topic '" + topic + "'", to);
                } catch (UnreadableException unreadable) {
                    wrong = Optional.of(unreadable);
                }
            }
            if (wrong.isPresent()) {
                throw wrong.get();
            }
        } catch (InterruptException end) {
            throw new InterruptedException();
        } catch (KafkaException unanswered) {
            throw new UnreadableException("the topic '" + topic + "' cannot be read", Unanswered.why(unanswered));
        }
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return value == null ? new byte[0] : value;
    }

    private void assign() throws UnreadableException {
        looked = System.nanoTime();
        List<TopicPartition> there = consumer.partitionsFor(topic, PATIENCE).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (there.isEmpty()) {
            throw new UnreadableException(
                    "there is no topic '" + topic + "'", "Make it, or see to 'name'; it is looked for all the time");
        }
        Set<TopicPartition> known = consumer.assignment();
        List<TopicPartition> added =
                there.stream().filter(partition -> !known.contains(partition)).collect(Collectors.toList());
        consumer.assign(there);
        consumer.seekToEnd(added);
        // Only when it is asked for is the end looked up; what comes from now on must count.
        added.forEach(partition -> consumer.position(partition, PATIENCE));
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
