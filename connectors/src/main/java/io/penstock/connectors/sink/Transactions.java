package io.penstock.connectors.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Writes records to Kafka so that readers see all of a transaction or nothing of it, and nothing of one that another
 * producer with the same transactional id has put an end to.
 *
 * <p>For one thread at a time.
 *
 * @param producer has a transactional id; is closed with this
 */
record Transactions(Producer<byte[], byte[]> producer) implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /**
     * Takes the transactional id over: from here on, whoever had it before is refused, and what it had not committed is
     * aborted.
     *
     * @throws KafkaException if Kafka cannot be reached or refuses
     */
    void begin() {
        producer.initTransactions();
    }

    /**
     * Writes records as one transaction.
     *
     * @return those that are larger than their topic takes; if there is any, nothing was written
     * @throws KafkaException if Kafka does not take them for another reason. Whether it has them all or none of them is
     *     then for Kafka to say: this object is of no more use
     */
    List<ProducerRecord<byte[], byte[]>> write(List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                Future<RecordMetadata> acknowledgement = producer.send(record);
                sent.add(acknowledgement);
                if (failure(acknowledgement).isPresent()) {
                    // While Kafka is away each send would block as long as max.block.ms only to fail: the first is
                    // enough.
                    throw new KafkaException(failure(acknowledgement).get());
                }
            }
            producer.commitTransaction();
            return List.of();
        } catch (KafkaException failed) {
            List<ProducerRecord<byte[], byte[]>> tooLarge = tooLarge(records, sent);
            if (tooLarge.isEmpty()) {
                throw givenUp(failed);
            }
            producer.abortTransaction();
            return tooLarge;
        }
    }

    /** Gives the transaction up; while Kafka is away that is left to whoever takes the id over, for here it would wait. */
    private KafkaException givenUp(KafkaException failed) {
        KafkaException told = new KafkaException("Kafka did not take a change.", failed);
        if (!isAway(failed)) {
            try {
                // Who reads waits for an open transaction.
                producer.abortTransaction();
            } catch (RuntimeException notNow) {
                told.addSuppressed(notNow);
            }
        }
        return told;
    }

    private static boolean isAway(Throwable failed) {
        return failed instanceof RetriableException || failed.getCause() instanceof RetriableException;
    }

    private static List<ProducerRecord<byte[], byte[]>> tooLarge(
            List<ProducerRecord<byte[], byte[]>> records, List<Future<RecordMetadata>> sent)
            throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> tooLarge = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (failure(sent.get(i))
                    .filter(RecordTooLargeException.class::isInstance)
                    .isPresent()) {
                tooLarge.add(records.get(i));
            }
        }
        return tooLarge;
    }

    /** What a record came to its end by, if it has, and not in Kafka. */
    private static Optional<Throwable> failure(Future<RecordMetadata> acknowledgement) throws InterruptedException {
        if (!acknowledgement.isDone()) {
            return Optional.empty();
        }
        try {
            acknowledgement.get();
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.ofNullable(failed.getCause());
        }
    }

    /** Does not wait for what is under way: Kafka aborts it when the id is taken over, or after its time. */
    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
