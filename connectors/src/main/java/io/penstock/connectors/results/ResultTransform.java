package io.penstock.connectors.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * A transform for sink connectors: makes the BSON document of a result, from its record's headers and value, that a process
 * of Penstock's own would write. It wants the value as bytes ({@code ByteArrayConverter}).
 *
 * @param <R> the kind of record
 */
public final class ResultTransform<R extends ConnectRecord<R>> implements Transformation<R> {
    @Override
    public R apply(R connectRecord) {
        Object value = connectRecord.value();
        if (value != null && !(value instanceof byte[])) {
            throw new DataException("The value is no array of bytes: let 'value.converter' be"
                    + " org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        BsonDocument document = ResultDocument.of(
                        name -> header(connectRecord, name),
                        value == null ? new byte[0] : (byte[]) value,
                        source(connectRecord))
                .orElseThrow(() -> new DataException(
                        "The record at %s has none of the headers of a result: let 'topics' name the topic of results, and"
                                        .formatted(source(connectRecord))
                                + " 'header.converter' be org.apache.kafka.connect.storage.StringConverter"));
        RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        return connectRecord.newRecord(
                connectRecord.topic(),
                connectRecord.kafkaPartition(),
                null,
                null,
                null,
                bytes,
                connectRecord.timestamp(),
                connectRecord.headers());
    }

    private static Optional<String> header(ConnectRecord<?> connectRecord, String name) {
        Header header = connectRecord.headers().lastWithName(name);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        if (header.value() instanceof byte[] bytes) {
            return Optional.of(new String(bytes, UTF_8));
        }
        if (header.value() instanceof String text) {
            return Optional.of(text);
        }
        // A converter that guesses types makes 12 of the task id 0012.
        throw new DataException("The header " + name + " is no text: let 'header.converter' be"
                + " org.apache.kafka.connect.storage.StringConverter");
    }

    private static ResultDocument.Source source(ConnectRecord<?> connectRecord) {
        return new ResultDocument.Source(
                connectRecord.topic(),
                Optional.ofNullable(connectRecord.kafkaPartition()).orElse(0),
                connectRecord instanceof SinkRecord sink ? sink.kafkaOffset() : 0,
                Optional.ofNullable(connectRecord.timestamp()).orElse(0L));
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public void close() {}
}
