package io.penstock.processor.stream;

import io.penstock.api.Operation;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.ContentHash;
import io.penstock.processor.task.Contents;
import io.penstock.processor.task.DocumentVersion;
import io.penstock.processor.task.FieldVersion;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.PendingTask;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.Raw;
import io.penstock.processor.task.TaskKey;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The form in which tasks cross the internal topic: binary and lean, the documents' bytes as they came. Format 1, see
 * {@link RowWriter}.
 */
final class ArrivalCodec {
    private static final int FORMAT = 1;
    /** What all but the documents takes, mostly. */
    private static final int NAMES = 512;

    private ArrivalCodec() {}

    static Serde<Arrival> serde() {
        Serializer<Arrival> serializer = (topic, arrival) -> encode(arrival);
        Deserializer<Arrival> deserializer = (topic, bytes) -> decode(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    static byte[] encode(Arrival arrival) {
        PendingTask task = arrival.task();
        DocumentVersion version = task.version();
        Position position = version.position();
        RowWriter writer = RowWriter.format(FORMAT, task.contents().size() + NAMES)
                .fixed8(arrival.intent().letter())
                .fixed8(arrival.redelivered() ? 1 : 0)
                .text(task.key().job())
                .text(task.key().collection())
                .text(task.key().taskId())
                .text(task.shardKey())
                .text(version.documentId())
                .text(version.operation().code())
                .fixed64(position.time())
                .fixed8(position.phase())
                .varint(position.index())
                .text(position.tie())
                .varint(version.changedAt())
                .optionalText(version.field().map(FieldVersion::text));
        version.content()
                .ifPresentOrElse(
                        hash -> writer.fixed8(1).fixed64(hash.high()).fixed64(hash.low()), () -> writer.fixed8(0));
        Origin origin = task.origin();
        writer.text(origin.topic())
                .varint(origin.partition())
                .varint(origin.offset())
                .varint(origin.firstSeen());
        optional(writer, task.contents().after());
        optional(writer, task.contents().before());
        optional(writer, task.contents().updateDescription());
        return writer.toBytes();
    }

    static Arrival decode(byte[] bytes) {
        RowReader reader = RowReader.open(bytes, FORMAT);
        Intent intent = Intent.of((char) reader.fixed8());
        boolean redelivered = reader.fixed8() == 1;
        TaskKey key = new TaskKey(reader.text(), reader.text(), reader.text());
        String shardKey = reader.text();
        DocumentVersion version = new DocumentVersion(
                reader.text(),
                operation(reader.text()),
                new Position(reader.fixed64(), reader.fixed8(), reader.varint(), reader.text()),
                reader.varint(),
                reader.optionalText().map(FieldVersion::new),
                reader.fixed8() == 1
                        ? Optional.of(new ContentHash(reader.fixed64(), reader.fixed64()))
                        : Optional.empty());
        Origin origin = new Origin(reader.text(), (int) reader.varint(), reader.varint(), reader.varint());
        Contents contents = new Contents(optional(reader), optional(reader), optional(reader));
        return new Arrival(intent, new PendingTask(key, version, shardKey, contents, origin), redelivered);
    }

    private static Operation operation(String code) {
        return Operation.ofCode(code)
                .orElseThrow(() -> new IllegalArgumentException("No operation has the letter " + code));
    }

    private static void optional(RowWriter writer, Optional<Raw> raw) {
        raw.ifPresentOrElse(present -> writer.fixed8(1).bytes(present.bytes()), () -> writer.fixed8(0));
    }

    private static Optional<Raw> optional(RowReader reader) {
        return reader.fixed8() == 1 ? Optional.of(Raw.of(reader.bytes())) : Optional.empty();
    }
}
