package io.penstock.connectors.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of results, written as the processor writes it, in transactions. */
public final class ResultTopic implements AutoCloseable {
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    public ResultTopic(String bootstrapServers, String application) {
        this.name = application + ".results";
        MadeTopics.make(bootstrapServers, new NewTopic(name, 2, (short) 1));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "results-of-" + application),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** The version of the so-maniest change. */
    public static String version(int n) {
        return "%016x.1.00000000.2".formatted(n);
    }

    /** A result, committed at once. */
    public void tell(String taskId, String version, String json) {
        producer.beginTransaction();
        send(taskId, version, json);
        producer.commitTransaction();
    }

    /** A result that is never committed. */
    public void tellAndAbort(String taskId, String version, String json) {
        producer.beginTransaction();
        send(taskId, version, json);
        producer.flush();
        producer.abortTransaction();
    }

    /** Whether it arrived, the end of the transaction tells. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(String taskId, String version, String json) {
        ProducerRecord<byte[], byte[]> result =
                new ProducerRecord<>(name, taskId.getBytes(UTF_8), json.getBytes(UTF_8));
        Map.of(
                        HeaderNames.FORMAT, "1",
                        HeaderNames.JOB, "invoice",
                        HeaderNames.COLLECTION, "shop.orders",
                        HeaderNames.TASK_ID, taskId,
                        HeaderNames.DOCUMENT_ID, "{\"$oid\":\"0123456789abcdef01234567\"}",
                        HeaderNames.VERSION, version,
                        HeaderNames.OPERATION, "u",
                        HeaderNames.ATTEMPTS, "3",
                        HeaderNames.ROUND, "1",
                        HeaderNames.CHANGED_AT, "2024-01-31T12:00:00Z")
                .forEach((header, value) -> result.headers().add(header, value.getBytes(UTF_8)));
        producer.send(result);
    }

    @Override
    public void close() {
        producer.close();
    }
}
