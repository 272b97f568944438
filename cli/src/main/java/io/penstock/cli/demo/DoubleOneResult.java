package io.penstock.cli.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A fault: writes the first result a second time, byte by byte as it was: however few there are, one is broken. For use by one
 * thread; any may ask how far it is.
 */
final class DoubleOneResult {
    private final Map<String, Object> kafka;
    private final String results;
    private Optional<RecordMetadata> again = Optional.empty();
    private volatile boolean underWay;

    /**
     * @param kafka properties of Kafka clients
     * @param results the topic of results
     */
    DoubleOneResult(Map<String, String> kafka, String results) {
        this.kafka = new HashMap<>(kafka);
        this.results = results;
    }

    /** A record of an output topic. */
    void saw(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(results)) {
            return;
        }
        if (again.isEmpty()) {
            underWay = true;
            again = writtenAgain(record);
            underWay = again.isPresent();
        } else if (again.filter(it -> it.partition() == record.partition() && it.offset() == record.offset())
                .isPresent()) {
            underWay = false;
        }
    }

    /** Whether the second one is being written, or was and has not been seen yet. */
    boolean isUnderWay() {
        return underWay;
    }

    private Optional<RecordMetadata> writtenAgain(ConsumerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            return Optional.of(producer.send(new ProducerRecord<>(
                            record.topic(), record.partition(), record.key(), record.value(), record.headers()))
                    .get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("The fault could not be done: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
