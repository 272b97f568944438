package io.penstock.connectors.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.debezium.embedded.EmbeddedEngineChangeEvent;
import io.debezium.engine.ChangeEvent;
import io.penstock.connectors.position.SourceOffset;
import io.penstock.records.ResumeToken;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/**
 * What the engine hands over: the record as the connector made it, and its key and value as JSON.
 *
 * @param event the engine's event
 * @param origin the connector's record, after the transforms
 */
record EngineRecord(ChangeEvent<byte[], byte[]> event, SourceRecord origin) {
    /** What a record is about. */
    enum Kind {
        /** Belongs onto its topic. */
        CHANGE,
        /** Says that the stream is alive and how far it has come. */
        HEARTBEAT,
        /** Says what the connector is doing. Its offset may be empty, and then must not be kept. */
        NOTIFICATION
    }

    private static final String HEARTBEAT_SCHEMA = "io.debezium.connector.common.Heartbeat";
    private static final String NOTIFICATION_SCHEMA = "io.debezium.connector.common.Notification";
    private static final SimpleHeaderConverter OTHER_HEADERS = new SimpleHeaderConverter();

    static EngineRecord of(ChangeEvent<byte[], byte[]> event) {
        return new EngineRecord(event, ((EmbeddedEngineChangeEvent<?, ?, ?>) event).sourceRecord());
    }

    Kind kind() {
        String schema =
                origin.valueSchema() == null ? null : origin.valueSchema().name();
        if (HEARTBEAT_SCHEMA.equals(schema)) {
            return Kind.HEARTBEAT;
        }
        return NOTIFICATION_SCHEMA.equals(schema) ? Kind.NOTIFICATION : Kind.CHANGE;
    }

    /** The record for Kafka. */
    ProducerRecord<byte[], byte[]> toProducerRecord() {
        return new ProducerRecord<>(
                origin.topic(), origin.kafkaPartition(), origin.timestamp(), event.key(), event.value(), headers());
    }

    /** The collection with its database, as MongoDB calls it; empty if the record says nothing of its source. */
    Optional<String> collection() {
        return source().flatMap(source -> field(source, "db", String.class)
                .flatMap(database -> field(source, "collection", String.class).map(name -> database + "." + name)));
    }

    /** When the change happened, as the source says. */
    Optional<Instant> changedAt() {
        return source().flatMap(source -> field(source, "ts_ms", Long.class)).map(Instant::ofEpochMilli);
    }

    /** Of what kind of snapshot it is, as the connector writes it; {@code false} or empty: it is a change. */
    Optional<String> snapshot() {
        return source().flatMap(source -> field(source, "snapshot", String.class));
    }

    /** Whether it is a document that an incremental snapshot has read. */
    boolean isOfChunk() {
        return snapshot().filter("incremental"::equals).isPresent();
    }

    /** When the connector read it, in microseconds since 1970. */
    Optional<Long> readAtMicros() {
        return value().flatMap(envelope -> field(envelope, "ts_us", Long.class));
    }

    /** The document's id as JSON. */
    Optional<String> documentId() {
        return origin.key() instanceof Struct key ? field(key, "id", String.class) : Optional.empty();
    }

    /**
     * Whether the stream can go on from this record's offset. The end of a snapshot brings such an offset even where
     * there was no document to read: without it a stop before the first change would lead to a snapshot instead of the
     * changes since.
     */
    boolean resumable() {
        return origin.sourceOffset().containsKey("resume_token")
                && !origin.sourceOffset().containsKey("initsync");
    }

    /** The resume token of the place in the stream that it stands for. */
    Optional<String> token() {
        return SourceOffset.token(origin);
    }

    /** Whether the stream ends here: there is nothing behind it, and what is there later only another stream tells. */
    boolean endsStream() {
        return token().flatMap(ResumeToken::parse)
                .filter(ResumeToken::invalidate)
                .isPresent();
    }

    /** A field of a notification. */
    Optional<String> notification(String name) {
        return value().flatMap(notification -> field(notification, name, String.class));
    }

    /** What a notification adds for its type. */
    Optional<String> addition(String name) {
        return value().flatMap(notification -> field(notification, "additional_data", Map.class))
                .map(additions -> additions.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** The same record with another offset to be kept. */
    EngineRecord withOffset(Map<String, ?> offset) {
        return new EngineRecord(
                event,
                new SourceRecord(
                        origin.sourcePartition(),
                        offset,
                        origin.topic(),
                        origin.kafkaPartition(),
                        origin.keySchema(),
                        origin.key(),
                        origin.valueSchema(),
                        origin.value(),
                        origin.timestamp(),
                        origin.headers()));
    }

    private Optional<Struct> source() {
        return value().flatMap(envelope -> field(envelope, "source", Struct.class));
    }

    private Optional<Struct> value() {
        return origin.value() instanceof Struct struct ? Optional.of(struct) : Optional.empty();
    }

    private static <T> Optional<T> field(Struct struct, String name, Class<T> type) {
        Field field = struct.schema().field(name);
        return field == null
                ? Optional.empty()
                : Optional.ofNullable(struct.get(field))
                        .filter(type::isInstance)
                        .map(type::cast);
    }

    /** As Connect's default converter writes them, but bytes, which stay as they are. */
    private Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : origin.headers()) {
            headers.add(header.key(), bytes(header));
        }
        return headers;
    }

    private byte[] bytes(Header header) {
        if (header.value() instanceof byte[] bytes) {
            return bytes;
        }
        return header.value() instanceof String text
                ? text.getBytes(UTF_8)
                : OTHER_HEADERS.fromConnectHeader(origin.topic(), header.key(), header.schema(), header.value());
    }
}
