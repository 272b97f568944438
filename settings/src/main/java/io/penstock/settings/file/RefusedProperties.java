package io.penstock.settings.file;

import static io.penstock.settings.file.RefusedProperty.only;
import static io.penstock.settings.file.RefusedProperty.refused;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which native properties are refused, section by section, and why. All others pass through unchanged. */
public final class RefusedProperties {
    private static final List<RefusedProperty> KAFKA = List.of(
            only("acks", List.of("all", "-1"), "a write that not all replicas have can be lost"),
            only(
                    "auto.offset.reset",
                    List.of("earliest"),
                    "changes that were written before the first start would be passed over, and lost"),
            refused(
                    "client.id",
                    "it is made of 'application' and the part's name, so that processes can be told apart"),
            refused("enable.auto.commit", "how far a reader is gets committed together with what it has written"),
            only("enable.idempotence", List.of("true"), "a write that is sent twice would be stored twice"),
            refused("group.id", "it is 'application'"),
            refused("group.instance.id", "one file serves several processes, and no two may have one id"),
            only(
                    "isolation.level",
                    List.of("read_committed"),
                    "results of transactions that were aborted would be seen"),
            refused("key.deserializer", "the records' format is Penstock's"),
            refused("key.serializer", "the records' format is Penstock's"),
            refused("value.deserializer", "the records' format is Penstock's"),
            refused("value.serializer", "the records' format is Penstock's"),
            refused("max.request.size", "it follows from 'topics.max-record-bytes'"),
            refused("partition.assignment.strategy", "Kafka Streams assigns partitions together with their state"),
            refused("partitioner.class", "all changes of a document must be in one partition, in order"),
            refused("partitioner.ignore.keys", "all changes of a document must be in one partition, in order"),
            refused(
                    "transactional.id",
                    "the engine's is made of 'application' and 'source.prefix', and Kafka Streams makes those of its threads"));

    private static final List<RefusedProperty> MONGODB = List.of(
            refused("connection.string", "write it as 'uri'"),
            refused("mongodb.*", "leave 'mongodb.' out: this section adds it"));

    private static final List<RefusedProperty> DEBEZIUM = List.of(
            only(
                    "capture.scope",
                    List.of("database", "deployment"),
                    "the stream of one collection ends unseen when that is dropped or renamed"),
            refused("capture.mode*", "write 'source.document'"),
            refused("capture.target", "it follows from the jobs' collections"),
            refused("collection.exclude.list", "what is captured follows from the jobs' collections"),
            refused("collection.include.list", "what is captured follows from the jobs' collections"),
            refused("database.exclude.list", "what is captured follows from the jobs' collections"),
            refused("database.include.list", "what is captured follows from the jobs' collections"),
            refused("filters.match.mode", "it follows from the jobs' collections"),
            refused("connector.class", "it is Debezium's connector for MongoDB"),
            refused("cursor.pipeline*", "changes would be dropped, or change their form; use a job's 'when'"),
            only(
                    "cursor.oversize.handling.mode",
                    List.of("fail", "split"),
                    "changes that are too large would be dropped unseen"),
            only("event.processing.failure.handling.mode", List.of("fail"), "changes would be dropped"),
            refused("header.converter", "the records' format is what the processor reads"),
            refused("key.converter", "the records' format is what the processor reads"),
            refused("value.converter", "the records' format is what the processor reads"),
            refused("mongodb.*", "write it in the section 'mongodb', without 'mongodb.'"),
            refused("errors.max.retries", "Penstock starts the engine again itself, with growing pauses, and tells"),
            refused("retriable.restart.connector.wait.ms", "Penstock starts the engine again itself"),
            refused("field.renames", "the pointers of jobs would point at nothing"),
            refused("notification.sink.topic.name", "Penstock reads the engine's notifications itself"),
            refused("offset.commit.policy*", "write 'offset.flush.interval.ms'"),
            refused("tasks.max", "one change stream has one reader"),
            refused("name", "it is made of 'application'"),
            refused("offset.storage*", "how far the engine has read is kept in a topic, beside what it has written"),
            only("record.processing.order", List.of("ORDERED"), "changes of one document could pass each other"),
            only("skipped.operations", List.of("none", "t"), "changes would be dropped; use a job's 'when'"),
            only(
                    "snapshot.mode",
                    List.of("always", "configuration_based", "custom", "initial", "initial_only", "never", "no_data"),
                    "write 'source.on-history-lost: resnapshot' for what 'when_needed' does"),
            refused("topic.delimiter", "the names of topics are <prefix>.<database>.<collection>"),
            refused("topic.naming.strategy", "the names of topics are <prefix>.<database>.<collection>"),
            refused("topic.prefix", "write 'source.prefix'"),
            refused(
                    "transforms.penstockPosition*",
                    "Penstock's own transform, which carries the position of each" + " change, needs no setting"));

    private static final List<RefusedProperty> STREAMS = List.of(
            refused("application.id", "write 'application'"),
            refused("bootstrap.servers", "write it in the section 'kafka'"),
            refused("default.key.serde", "the records' format is Penstock's"),
            refused("default.value.serde", "the records' format is Penstock's"),
            refused(
                    "default.deserialization.exception.handler",
                    "what cannot be read becomes a dead letter with its reason"),
            refused("default.production.exception.handler", "records that cannot be written must not be dropped"),
            refused("default.timestamp.extractor", "the ledger's time is the time of the changes"),
            refused("deserialization.exception.handler", "what cannot be read becomes a dead letter with its reason"),
            refused("processing.exception.handler", "what fails becomes a dead letter with its reason"),
            refused("production.exception.handler", "records that cannot be written must not be dropped"),
            refused("errors.dead.letter.queue.topic.name", "dead letters have one form and one topic"),
            only(
                    "ensure.explicit.internal.resource.naming",
                    List.of("true"),
                    "state must be found again under its name by the next version"),
            only(
                    "processing.guarantee",
                    List.of("exactly_once_v2", "at_least_once"),
                    "it is 'exactly_once_v2'; 'at_least_once' is allowed, at a price: see below"),
            refused("processor.wrapper.class", "the topology is Penstock's"),
            refused(
                    "rocksdb.config.setter",
                    "all stores share one cache; write 'memory.cache' and 'memory.write-buffers'"),
            refused(
                    "state.cleanup*",
                    "it follows from 'topic.delete.retention.ms': a store that missed deletions would have tasks again"
                            + " that are done"),
            refused("state.dir", "each process has its own: start it with '--state'"),
            refused("topic.cleanup.policy", "changelogs must be compacted, and waiting tasks must not be deleted"),
            refused("topic.max.message.bytes", "it follows from 'topics.max-record-bytes'"),
            refused("topic.message.timestamp.type", "the ledger's time is the time of the changes"),
            refused("topic.retention.bytes", "waiting tasks must not be deleted"),
            refused("topic.retention.ms", "waiting tasks must not be deleted"),
            refused("topology.optimization", "the topology is Penstock's"));

    private static final String KAFKA_SECTION = "kafka";
    private static final String STREAMS_SECTION = "streams";
    private static final String DEBEZIUM_SECTION = "debezium";

    private static final Map<String, List<RefusedProperty>> SECTIONS =
            Map.of(KAFKA_SECTION, KAFKA, "mongodb", MONGODB, DEBEZIUM_SECTION, DEBEZIUM, STREAMS_SECTION, STREAMS);

    /** What Penstock itself looks for in {@code streams}, and would overlook in {@code kafka}. */
    private static final List<RefusedProperty> OF_STREAMS = Stream.of(
                    "commit.interval.ms", "num.stream.threads", "replication.factor", "topic.*")
            .map(name -> refused(name, "write it in the section 'streams'"))
            .toList();

    /** What is no property of Kafka's clients. */
    private static final List<RefusedProperty> OF_OTHERS = Stream.of(
                    elsewhere(STREAMS_SECTION), OF_STREAMS.stream(), elsewhere(DEBEZIUM_SECTION))
            .flatMap(properties -> properties)
            .filter(refused -> !refused.name().equals("bootstrap.servers"))
            .toList();

    /** Before the name of a client's property, for one kind of client alone. */
    private static final Pattern CLIENT_PREFIX =
            Pattern.compile("^((main|restore|global)\\.consumer|consumer|producer|admin)\\.");

    private RefusedProperties() {}

    private static Stream<RefusedProperty> elsewhere(String section) {
        return of(section).stream()
                .map(refused -> refused.allowed().isEmpty()
                        ? refused
                        : refused(refused.name(), "write it in the section '" + section + "'"));
    }

    /** The properties that one of the sections kafka, mongodb, debezium and streams refuses, by name; for documentation. */
    public static List<RefusedProperty> of(String section) {
        return SECTIONS.getOrDefault(section, List.of());
    }

    /**
     * What refuses this property with this value. In {@code streams} what {@code kafka} refuses is refused, too; in {@code
     * kafka}, which reaches Kafka Streams and Debezium as well, what belongs to them.
     */
    static Optional<RefusedProperty> find(String section, String property, String value) {
        String name = withoutClient(section, property);
        return candidates(section)
                .filter(refused -> refused.covers(name) && !refused.allows(value))
                .findFirst();
    }

    /** A value as its owner spells it: letters in another case, or blanks around it, do not count where few are allowed. */
    static String spelling(String section, String property, String value) {
        String name = withoutClient(section, property);
        return candidates(section)
                .filter(refused -> refused.covers(name))
                .flatMap(refused -> refused.spelling(value).stream())
                .findFirst()
                .orElse(value);
    }

    /** The name of a property of Kafka's, which may be said for one kind of client alone. */
    static String withoutClient(String section, String property) {
        return section.equals(KAFKA_SECTION) || section.equals(STREAMS_SECTION)
                ? CLIENT_PREFIX.matcher(property).replaceFirst("")
                : property;
    }

    private static Stream<RefusedProperty> candidates(String section) {
        return Stream.concat(
                of(section).stream(),
                switch (section) {
                    case KAFKA_SECTION -> OF_OTHERS.stream();
                    case STREAMS_SECTION -> KAFKA.stream();
                    default -> Stream.empty();
                });
    }
}
