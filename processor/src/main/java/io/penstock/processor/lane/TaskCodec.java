package io.penstock.processor.lane;

import io.penstock.api.Operation;
import io.penstock.processor.row.RowReader;
import io.penstock.processor.row.RowWriter;
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

/**
 * A task in binary: lean, its documents' bytes as they came. A part of rows and records, whose format number is theirs.
 */
public final class TaskCodec {
    /** What a task mostly takes beside documents that are long. */
    public static final int USUAL_SIZE = 1024;

    private static final int BODY_FORMAT = 1;

    private TaskCodec() {}

    /** A task's body, as it stands in the backlog. */
    static byte[] body(PendingTask task) {
        RowWriter body = RowWriter.format(BODY_FORMAT, USUAL_SIZE);
        write(task, body);
        return body.toBytes();
    }

    /** The task of a body. */
    static PendingTask ofBody(byte[] body) {
        return read(RowReader.open(body, BODY_FORMAT));
    }

    /** Writes a task. */
    public static void write(PendingTask task, RowWriter writer) {
        DocumentVersion version = task.version();
        Position position = version.position();
        writer.text(task.key().job())
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
                .optionalText(version.field().map(FieldVersion::stored));
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
    }

    /** Reads what {@link #write} wrote. */
    public static PendingTask read(RowReader reader) {
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
        return new PendingTask(key, version, shardKey, contents, origin);
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
