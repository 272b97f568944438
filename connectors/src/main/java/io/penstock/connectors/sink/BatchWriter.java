package io.penstock.connectors.sink;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes batches, each as one transaction. A topic may take less than the settings say, as one made by others does: a change
 * that it refuses becomes a dead letter, and what is told to whoever watches is left out.
 *
 * <p>For one thread at a time.
 *
 * @param transactions writes to Kafka
 * @param oversized makes dead letters
 * @param offsets makes the record that says how far the engine has read
 */
record BatchWriter(Transactions transactions, OversizedChange oversized, SourceOffsetRecord offsets) {
    /**
     * Writes a batch.
     *
     * @return what was written, in which there may be more dead letters
     * @throws OffsetTooLargeException if Kafka does not take its offset, without which none of it may be written
     * @throws KafkaException if Kafka does not take it for another reason
     */
    Batch write(Batch batch) throws InterruptedException {
        Batch attempt = batch;
        List<ProducerRecord<byte[], byte[]>> tooLarge = transactions.write(attempt.records(offsets));
        // Each turn leaves something out or makes it smaller.
        while (!tooLarge.isEmpty()) {
            refuseOffset(tooLarge);
            attempt = withDeadLetters(attempt, tooLarge);
            tooLarge = transactions.write(attempt.records(offsets));
        }
        return attempt;
    }

    /** There is nothing to write in its place, and who goes on without it begins at the same batch. */
    private void refuseOffset(List<ProducerRecord<byte[], byte[]>> tooLarge) {
        for (ProducerRecord<byte[], byte[]> record : tooLarge) {
            if (record.topic().equals(offsets.topic())) {
                throw new OffsetTooLargeException(advice(RecordSize.of(record)));
            }
        }
    }

    private String advice(int size) {
        String settings = size <= oversized.maxRecordBytes()
                ? ""
                : "Raise topics.max-record-bytes to %d, for the engine sends no more. ".formatted(size);
        return ("How far the engine has read is a record of %d bytes here, for it holds the whole _id of the last change,"
                        + " while a snapshot is taken that of its last document, too; and the topic %s does not take"
                        + " that. %sLet the topic take it, and start again:"
                        + " kafka-configs.sh --alter --topic %s --add-config max.message.bytes=%d")
                .formatted(size, offsets.topic(), settings, offsets.topic(), size + RecordSize.ENVELOPE);
    }

    private Batch withDeadLetters(Batch batch, List<ProducerRecord<byte[], byte[]>> tooLarge) {
        Set<ProducerRecord<byte[], byte[]>> refused = Collections.newSetFromMap(new IdentityHashMap<>());
        refused.addAll(tooLarge);
        return batch.with(notice -> !refused.contains(notice), outgoing -> {
            if (!refused.contains(outgoing.sent())) {
                return outgoing;
            }
            if (outgoing.deadLetter().isPresent()) {
                throw new KafkaException("The topic of the dead letters takes less than topics.max-record-bytes says:"
                        + " raise its max.message.bytes, or lower topics.max-record-bytes.");
            }
            return oversized.inPlaceOf(outgoing.change(), outgoing.record());
        });
    }
}
