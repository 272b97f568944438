package io.penstock.processor.stream;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A stream thread's producer without transactions: once a record could not be written, nothing that was sent is taken for
 * written any more, and so no offset is committed. Kafka Streams keeps one failure for a whole thread (KAFKA-16903), tells it to
 * one of its tasks, and goes on with the others, whose records may have failed with it.
 *
 * <p>Threading: for several threads.
 */
final class StrictProducer extends KafkaProducer<byte[], byte[]> {
    private volatile @Nullable Exception failure;

    /** Makes one, without a transactional id. */
    StrictProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        return super.send(record, (metadata, failed) -> {
            if (failed != null) {
                failure = failed;
            }
            if (callback != null) {
                callback.onCompletion(metadata, failed);
            }
        });
    }

    @Override
    public void flush() {
        super.flush();
        Exception failed = failure;
        if (failed != null) {
            throw new KafkaException("A record could not be written: " + failed.getMessage(), failed);
        }
    }
}
