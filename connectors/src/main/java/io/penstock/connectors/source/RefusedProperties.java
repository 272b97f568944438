package io.penstock.connectors.source;

import io.penstock.settings.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Native properties of Debezium that would break a promise of Penstock, each with the reason. */
final class RefusedProperties {
    /**
     * One kind of refusal.
     *
     * @param name whether it is about a property of this name
     * @param value whether it is about such a value
     * @param reason why, and what to do instead
     */
    private record Refusal(Predicate<String> name, Predicate<String> value, String reason) {}

    private static final List<Refusal> REFUSALS = List.of(
            refusal("name", "The settings' application names the engine: remove this."),
            refusal("connector.class", "Penstock runs Debezium's MongoDB connector and no other: remove this."),
            refusal("topic.prefix", "Set source.prefix instead, which the processor reads as well."),
            refusal("mongodb.connection.string", "Set mongodb.uri instead."),
            refusal("tasks.max", "One change stream has one reader: remove this."),
            prefixed(
                    "offset.storage",
                    "Offsets are kept in Kafka, where they are written only for what Kafka has acknowledged:"
                            + " remove this."),
            prefixed("offset.commit.policy", "Set offset.flush.interval.ms, if offsets are written too rarely."),
            refusal(
                    "field.renames",
                    "The pointers of jobs would point at nothing, and documents would not look as in MongoDB:"
                            + " remove this."),
            prefixed("topic.naming.strategy", "The processor finds changes by the name <prefix>.<db>.<collection>."),
            refusal("topic.delimiter", "The processor finds changes by the name <prefix>.<db>.<collection>."),
            new Refusal(
                    name -> name.startsWith("transforms.") && name.endsWith(".type"),
                    RefusedTransforms::contain,
                    "The processor needs every change with Debezium's whole envelope, its key, its topic and its headers:"
                            + " remove this transform. Which changes make tasks says a job's 'when'."),
            prefixed("transforms.penstockPosition", "Penstock's own transform needs no setting: remove this."),
            new Refusal(
                    name -> List.of("key.converter", "value.converter", "converter", "header.converter")
                            .contains(name.replaceFirst("\\.class$", "")),
                    value -> true,
                    "Keys and values are JSON: remove this. key.converter.schemas.enable and"
                            + " value.converter.schemas.enable may be set."),
            new Refusal(
                    "capture.scope"::equals,
                    value -> value.strip().equalsIgnoreCase("collection"),
                    "A drop or rename of the collection would end the stream without a word, and incremental snapshots"
                            + " would never end: use database or deployment."),
            new Refusal(
                    "heartbeat.interval.ms"::equals,
                    value -> value.strip().equals("0"),
                    "Without heartbeats the offset of an idle stream grows old until the oplog has lost it, and a"
                            + " stream that has stopped looks like an idle one: set 1000 or more."),
            new Refusal(
                    "heartbeat.interval.ms"::equals,
                    value -> !value.strip().matches("\\d{1,9}"),
                    "This is a number of milliseconds, without a unit: five seconds are 5000."),
            new Refusal(
                    "snapshot.max.threads"::equals,
                    value -> !value.strip().equals("1"),
                    "What a second thread reads comes without its place in the change stream, so that a change before it"
                            + " would be taken for newer, and be lost: remove this."),
            new Refusal(
                    name -> name.endsWith("failure.handling.mode"),
                    value -> !value.strip().equalsIgnoreCase("fail"),
                    "A change that fails would be passed over, and be lost: remove this."),
            new Refusal(
                    "cursor.oversize.handling.mode"::equals,
                    value -> value.strip().equalsIgnoreCase("skip"),
                    "Changes over 16 MB would be passed over, and be lost: use split (MongoDB 6.0.9 and later)."),
            new Refusal(
                    name -> List.of("errors.max.retries", "retriable.restart.connector.wait.ms")
                            .contains(name),
                    value -> true,
                    "Penstock starts the engine again itself, with growing pauses, and tells: remove this."),
            refusal("notification.sink.topic.name", "Penstock reads these notifications itself: remove this."));

    private RefusedProperties() {}

    /** The refused among these properties. */
    static List<Problem> problems(Map<String, String> debezium) {
        return debezium.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(property -> REFUSALS.stream()
                        .filter(refusal -> refusal.name().test(property.getKey())
                                && refusal.value().test(property.getValue()))
                        .map(refusal -> problem(property.getKey(), refusal.reason()))
                        .limit(1))
                .toList();
    }

    /** A problem with one property of Debezium. */
    static Problem problem(String property, String reason) {
        return new Problem("/debezium/" + property.replace("~", "~0").replace("/", "~1"), reason);
    }

    private static Refusal refusal(String name, String reason) {
        return new Refusal(name::equals, value -> true, reason);
    }

    private static Refusal prefixed(String prefix, String reason) {
        return new Refusal(name -> name.startsWith(prefix), value -> true, reason);
    }
}
