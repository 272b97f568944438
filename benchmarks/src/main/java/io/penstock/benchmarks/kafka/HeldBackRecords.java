package io.penstock.benchmarks.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that are in their topic already, and that a read-committed consumer sees when they are released, all at once: the
 * transaction that wrote them is open until then. So whoever reads them does not share the machine with whoever writes them. For
 * use by one thread.
 */
public final class HeldBackRecords implements AutoCloseable {
    /** A broker's limit. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final KafkaProducer<byte[], byte[]> producer;
    private boolean released;

    private HeldBackRecords(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Writes records, and waits until Kafka has them all.
     *
     * @param name tells the transaction from others
     * @param from the first record's number
     * @param count how many
     * @param records the record with a number
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The flush, or else the commit, hears of failures.
    public static HeldBackRecords write(
            String bootstrapServers,
            String name,
            int from,
            int count,
            IntFunction<ProducerRecord<byte[], byte[]>> records) {
        Map<String, Object> settings = new HashMap<>(TopicFiller.settings(bootstrapServers));
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) LONGEST.toMillis());
        HeldBackRecords held = new HeldBackRecords(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            held.producer.initTransactions();
            held.producer.beginTransaction();
            for (int i = from; i < from + count; i++) {
                held.producer.send(records.apply(i));
            }
            held.producer.flush();
            return held;
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    /** Shows them; a second time it does nothing. */
    public void release() {
        if (!released) {
            released = true;
            producer.commitTransaction();
        }
    }

    /** What was not released never will be. */
    @Override
    public void close() {
        producer.close();
    }
}
