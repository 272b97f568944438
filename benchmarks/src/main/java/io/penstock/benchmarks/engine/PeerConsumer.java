package io.penstock.benchmarks.engine;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends a batch, waits until Kafka has acknowledged all of it, and marks it. */
record PeerConsumer(Producer<byte[], byte[]> producer, String topic)
        implements ChangeConsumer<ChangeEvent<byte[], byte[]>> {
    @Override
    public void handleBatch(
            List<ChangeEvent<byte[], byte[]>> events, RecordCommitter<ChangeEvent<byte[], byte[]>> committer)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
        for (ChangeEvent<byte[], byte[]> event : events) {
            // Heartbeats and notifications go nowhere.
            if (event.destination().equals(topic)) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, event.key(), event.value());
                for (Header<byte[]> header : event.<byte[]>headers()) {
                    record.headers().add(header.getKey(), header.getValue());
                }
                sent.add(producer.send(record));
            }
        }
        producer.flush();
        try {
            for (Future<RecordMetadata> acknowledgement : sent) {
                acknowledgement.get();
            }
        } catch (ExecutionException refused) {
            throw new IllegalStateException("Kafka did not take a change", refused);
        }
        for (ChangeEvent<byte[], byte[]> event : events) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
    }
}
