package io.penstock.connectors.position;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.records.HeaderNames;
import io.penstock.records.PositionHeader;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Copies a change's position from Debezium's source offset into the header {@link HeaderNames#POSITION}.
 *
 * <p>The position is the change stream's resume token, which Debezium keeps out of the envelope: there, two changes of
 * one document within one transaction look alike. Records that are no changes (heartbeats, transaction metadata,
 * notifications) and records without a token pass unchanged.
 *
 * <p>On the topic the header is always {@code 1:<token>}. In Connect that takes a header converter which writes the
 * value as it is: {@code SimpleHeaderConverter}, Connect's default, or {@code StringConverter}; for {@code
 * ByteArrayConverter} set {@value #HEADER_TYPE} to {@code bytes}.
 *
 * <p>Keeps no state; any number of threads may use one instance once it is configured.
 *
 * @param <R> the records of a source connector
 */
public final class PositionTransform<R extends ConnectRecord<R>> implements Transformation<R> {
    /** Which type the header's value has in Connect: {@code string} (the default) or {@code bytes}. */
    public static final String HEADER_TYPE = "header.type";

    private static final String AS_STRING = "string";
    private static final String AS_BYTES = "bytes";
    /** Common start of the names of Debezium's schemas for records that are no changes. */
    private static final String NO_CHANGE = "io.debezium.connector.common.";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    HEADER_TYPE,
                    ConfigDef.Type.STRING,
                    AS_STRING,
                    ConfigDef.ValidString.in(AS_STRING, AS_BYTES),
                    ConfigDef.Importance.LOW,
                    "Type of the header's value: 'string' for SimpleHeaderConverter and StringConverter, 'bytes' for"
                            + " ByteArrayConverter.");

    private boolean asBytes;

    @Override
    public void configure(Map<String, ?> properties) {
        asBytes = AS_BYTES.equals(CONFIG.parse(properties).get(HEADER_TYPE));
    }

    @Override
    public R apply(R record) {
        return token(record).map(token -> withPosition(record, token)).orElse(record);
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public void close() {}

    private static Optional<String> token(ConnectRecord<?> record) {
        Schema schema = record.valueSchema();
        boolean change =
                schema == null || schema.name() == null || !schema.name().startsWith(NO_CHANGE);
        return change && record instanceof SourceRecord source ? SourceOffset.token(source) : Optional.empty();
    }

    private R withPosition(R record, String token) {
        byte[] position = PositionHeader.encode(token);
        Headers headers = record.headers().duplicate();
        headers.remove(HeaderNames.POSITION);
        headers.add(
                HeaderNames.POSITION,
                asBytes
                        ? new SchemaAndValue(Schema.BYTES_SCHEMA, position)
                        : new SchemaAndValue(Schema.STRING_SCHEMA, new String(position, UTF_8)));
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }
}
