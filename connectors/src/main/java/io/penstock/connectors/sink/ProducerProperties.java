package io.penstock.connectors.sink;

import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of the engine's Kafka clients: defaults beneath the user's, and on top what makes a
 * transaction worth an offset.
 *
 * @param settings the user's
 */
record ProducerProperties(Settings settings) {
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int BUFFER_BYTES = 32 * 1024 * 1024;

    Map<String, Object> forProducer() {
        int request = settings.topics().maxRecordBytes() + RecordSize.ENVELOPE;
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.application() + "-engine");
        // Full batches are what Debezium's own batches bring; smaller ones are flushed at once and do not linger.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2 * request));
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(1024 * 1024, request));
        // What a process that was killed has left open holds up whoever reads, until another takes over, or for so
        // long.
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        properties.putAll(settings.connections().kafka());
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                new Topics(settings.application()).engine(settings.source().prefix()));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    Map<String, Object> forAdmin() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.application() + "-engine-admin");
        properties.putAll(settings.connections().kafka());
        return properties;
    }
}
