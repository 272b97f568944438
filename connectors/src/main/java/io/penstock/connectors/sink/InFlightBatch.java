package io.penstock.connectors.sink;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A batch of the connector whose records are on their way to Kafka. */
final class InFlightBatch {
    /**
     * A record on its way.
     *
     * @param change what the engine handed over
     * @param record what was sent for it
     * @param acknowledgement ends when Kafka has acknowledged it, or when it was given up
     */
    record Sent(EngineRecord change, ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> acknowledgement) {}

    private final RecordCommitter<ChangeEvent<byte[], byte[]>> committer;
    private final List<Sent> sent;
    private @Nullable EngineRecord last;
    private long bytes;

    InFlightBatch(RecordCommitter<ChangeEvent<byte[], byte[]>> committer, int size) {
        this.committer = committer;
        this.sent = new ArrayList<>(size);
    }

    void add(Sent record) {
        sent.add(record);
        bytes += RecordSize.of(record.record());
        last = record.change();
    }

    /** Takes the offset of a record that goes nowhere: of a heartbeat. */
    void pass(EngineRecord record) {
        last = record;
    }

    List<Sent> sent() {
        return sent;
    }

    long bytes() {
        return bytes;
    }

    /** When its newest change happened. */
    Optional<Instant> newest() {
        return sent.isEmpty()
                ? Optional.empty()
                : sent.get(sent.size() - 1).change().changedAt();
    }

    /** Marks the batch as processed: the last offset stands for all before it, since the stream is one. */
    void markProcessed() throws InterruptedException {
        if (last != null) {
            committer.markProcessed(last.event());
        }
        committer.markBatchFinished();
    }
}
