package io.penstock.connectors.sink;

import io.debezium.connector.mongodb.MongoDbPartition;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes the record that says how far the engine has read: as Kafka Connect's {@code OffsetStorageWriter} does, so that the
 * offsets of an installation stay what they are, whoever has written them.
 *
 * @param topic where offsets are kept
 * @param engine Debezium's {@code name}
 */
record SourceOffsetRecord(String topic, String engine) {
    /** The one that is read, however many an operator has given the topic. */
    private static final int PARTITION = 0;

    private static final JsonConverter KEYS = converter(true);
    private static final JsonConverter VALUES = converter(false);

    ProducerRecord<byte[], byte[]> of(SourceRecord last) {
        byte[] value = VALUES.fromConnectData(engine, null, last.sourceOffset());
        return new ProducerRecord<>(topic, PARTITION, key(last.sourcePartition()), value);
    }

    /** Takes back what was kept for a source, by Debezium's {@code topic.prefix}. */
    ProducerRecord<byte[], byte[]> none(String source) {
        return new ProducerRecord<>(topic, PARTITION, key(new MongoDbPartition(source).getSourcePartition()), null);
    }

    private byte[] key(Map<String, ?> partition) {
        return KEYS.fromConnectData(engine, null, Arrays.asList(engine, partition));
    }

    private static JsonConverter converter(boolean keys) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), keys);
        return converter;
    }
}
