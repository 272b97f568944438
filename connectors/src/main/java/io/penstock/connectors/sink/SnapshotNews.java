package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the connector says of incremental snapshots, with how many documents it has read: whoever asked for one wants to see
 * how it goes. The connector itself tells chunks by the keys at their ends, from which nobody can tell how much is left.
 *
 * <p>Threading: for the engine's thread.
 */
final class SnapshotNews {
    private static final String INCREMENTAL = "Incremental Snapshot";
    private static final Set<String> COMPLETE = Set.of("SUCCEEDED", "EMPTY");
    private static final int PARTITION = 0;

    private long documents;

    /** A change, or a read, is on its way to Kafka. */
    void count(EngineRecord change) {
        if (change.isOfChunk()) {
            documents++;
        }
    }

    /** Whether a collection was given up, since it could not be read. */
    static boolean isOfFailure(EngineRecord notification) {
        return isIncremental(notification)
                && notification
                        .notification("type")
                        .filter("TABLE_SCAN_COMPLETED"::equals)
                        .isPresent()
                && notification.addition("status").filter(COMPLETE::contains).isEmpty();
    }

    /** The collection that has been read, or was given up. */
    static String collection(EngineRecord notification) {
        return notification.addition("scanned_collection").orElse("a collection");
    }

    private static boolean isIncremental(EngineRecord notification) {
        return notification
                .notification("aggregate_type")
                .filter(INCREMENTAL::equals)
                .isPresent();
    }

    /** What is to be told of a notification; empty if it is about something else. */
    Optional<ProducerRecord<byte[], byte[]>> of(EngineRecord notification) {
        if (!isIncremental(notification)) {
            return Optional.empty();
        }
        ProducerRecord<byte[], byte[]> told = notification.toProducerRecord();
        // Whoever watches has to hear them in their order, which their keys would spread over the topic's partitions.
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                told.topic(), PARTITION, told.timestamp(), told.key(), told.value(), told.headers());
        record.headers().add(HeaderNames.DOCUMENTS, Long.toString(documents).getBytes(UTF_8));
        switch (notification.notification("type").orElse("")) {
            case "TABLE_SCAN_COMPLETED", "COMPLETED", "ABORTED" -> documents = 0;
            default -> {}
        }
        return Optional.of(record);
    }
}
