package io.penstock.processor.stream;

import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A stream thread's transactional producer, fenced in every transaction. With {@code exactly_once_v2} Kafka asks whether a
 * process is still of the group when offsets are committed with a transaction (KIP-447), and at no other time. What the
 * processor does between records, tasks that end above all, is committed without any until a record has come since the
 * partition was assigned: a process that had been taken for dead would write results behind the back of the next owner. So
 * such a transaction carries the offset of a partition that the group does not read.
 *
 * <p>Kafka Streams also takes such a commit for done when it has timed out, since it has no offsets that could be lost. Here it
 * fails, and the thread begins anew with what is committed. One with offsets that has timed out it repeats, without any
 * offsets: that goes on to Kafka as it is, which then wants nothing but to be asked once more; and if that times out, too, it fails.
 *
 * <p>Threading: sends from several threads; transactions from one, the stream thread.
 */
final class FencedProducer extends KafkaProducer<byte[], byte[]> {
    private static final OffsetAndMetadata ANY = new OffsetAndMetadata(0);

    private final TopicPartition fence;
    private volatile boolean sent;
    private boolean offsetsOfNobody;
    /** Whether a commit has timed out, and its end is still to be asked for. */
    private boolean unknown;

    /**
     * Makes one.
     *
     * @param config of a transactional producer
     * @param fence a partition that exists, and that the group does not read
     */
    FencedProducer(Map<String, Object> config, TopicPartition fence) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.fence = fence;
    }

    @Override
    public void beginTransaction() {
        sent = false;
        unknown = false;
        super.beginTransaction();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        sent = true;
        return super.send(record, callback);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        // A transaction with nothing in it is none for Kafka, and at rest there is to be none.
        offsetsOfNobody = offsets.isEmpty() && sent && !unknown;
        try {
            super.sendOffsetsToTransaction(offsetsOfNobody ? Map.of(fence, ANY) : offsets, groupMetadata);
        } catch (TimeoutException e) {
            throw failure(e);
        }
    }

    @Override
    public void commitTransaction() {
        try {
            super.commitTransaction();
            unknown = false;
        } catch (TimeoutException e) {
            RuntimeException failure = failure(e);
            unknown = true;
            throw failure;
        }
    }

    private RuntimeException failure(TimeoutException timeout) {
        return offsetsOfNobody || unknown
                ? new KafkaException(
                        "It is not known whether a transaction was committed: " + timeout.getMessage(), timeout)
                : timeout;
    }
}
