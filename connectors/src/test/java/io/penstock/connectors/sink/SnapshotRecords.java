package io.penstock.connectors.sink;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** What the connector hands over in the course of an incremental snapshot, as far as it is looked at here. */
final class SnapshotRecords {
    private static final Schema NOTIFICATION = SchemaBuilder.struct()
            .field("aggregate_type", Schema.STRING_SCHEMA)
            .field("type", Schema.STRING_SCHEMA)
            .field(
                    "additional_data",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                            .optional()
                            .build())
            .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("snapshot", Schema.STRING_SCHEMA).build();
    private static final Schema ENVELOPE =
            SchemaBuilder.struct().field("source", SOURCE).build();

    private SnapshotRecords() {}

    /** A notification of this type, with what it adds for that. */
    static EngineRecord notification(String type, Map<String, String> additions, Map<String, ?> offset) {
        Struct value = new Struct(NOTIFICATION)
                .put("aggregate_type", "Incremental Snapshot")
                .put("type", type)
                .put("additional_data", additions);
        return record(offset, value);
    }

    /** A document that was read. */
    static EngineRecord read(Map<String, ?> offset) {
        return record(offset, new Struct(ENVELOPE).put("source", new Struct(SOURCE).put("snapshot", "incremental")));
    }

    private static EngineRecord record(Map<String, ?> offset, Struct value) {
        return new EngineRecord(
                new EmptyEvent("topic"), new SourceRecord(Map.of(), offset, "topic", value.schema(), value));
    }
}
