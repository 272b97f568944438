package io.penstock.connectors.source;

import java.util.List;
import java.util.Set;

/**
 * The transforms of Kafka Connect, of Debezium and of Confluent that drop changes, or change of them what the processor
 * reads: the envelope, the key, the topic, the partition, the header with the position. What else there is, and what users
 * bring, they must know, however it is called.
 */
final class RefusedTransforms {
    private static final List<String> PACKAGES = List.of("org.apache.kafka.", "io.debezium.", "io.confluent.");

    private static final Set<String> CONNECTS = Set.of(
            "Cast",
            "DropHeaders",
            "ExtractField",
            "Filter",
            "Flatten",
            "HeaderFrom",
            "HoistField",
            // A field in the value hurts nobody; one in the key parts the changes of a document.
            "InsertField$Key",
            "MaskField",
            "RegexRouter",
            "ReplaceField",
            // By the name of a value's schema the engine knows the connector's heartbeats and notifications.
            "SetSchemaMetadata$Value",
            "TimestampConverter",
            "TimestampRouter",
            "ValueToKey");

    private static final Set<String> DEBEZIUMS = Set.of(
            "ByLogicalTableRouter",
            "ContentBasedRouter",
            "EnforceRecordSize",
            "EventRouter",
            "ExtractNewDocumentState",
            "ExtractNewRecordState",
            "ExtractSchemaToNewRecord",
            "HeaderToValue",
            "MongoEventRouter",
            "PartitionRouting");

    private RefusedTransforms() {}

    /**
     * Whether a transform is among them.
     *
     * @param type the name of its class; some have one for keys and one for values, {@code Flatten$Value}
     */
    static boolean contain(String type) {
        String stripped = type.strip();
        String name = stripped.substring(stripped.lastIndexOf('.') + 1);
        if (!name.equals(stripped) && PACKAGES.stream().noneMatch(stripped::startsWith)) {
            return false;
        }
        String outer = name.replaceFirst("\\$.*", "");
        return CONNECTS.contains(name) || CONNECTS.contains(outer) || DEBEZIUMS.contains(outer);
    }
}
