package io.penstock.processor.stream;

import io.penstock.processor.dispatch.InlineDispatch;
import io.penstock.processor.intake.Jobs;
import io.penstock.processor.partition.JobPolicy;
import io.penstock.processor.stream.Emission.Forward;
import io.penstock.processor.stream.Emission.Write;
import io.penstock.processor.task.Incoming;
import io.penstock.processor.task.Instruction;
import io.penstock.processor.task.Raw;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The way of the data as Kafka Streams runs it. Two shapes and no more: with the hop to the shard key's partition, or,
 * where no job names a shard key, without it.
 *
 * <pre>
 * changes ─ intake ─┬─ tasks (repartition) ─┬─ tasks ─ outputs
 *                   └─ outputs   commands ──┘
 * </pre>
 *
 * <p>With the hop, intake also reads a topic that never has records: it keeps the number of intake's partitions from falling,
 * as the topic of the commands does for what is behind the hop.
 */
final class TaskTopology {
    /**
     * Unnamed nodes would get generated names, which change with the topology. The check for that runs in {@link
     * StreamsBuilder}, before the client's properties are seen, so it needs its own {@link TopologyConfig}.
     */
    private static final TopologyConfig NAMED = new TopologyConfig(new StreamsConfig(Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "penstock",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            "localhost:9092",
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            true)));

    /** The nodes to which a step passes on, by name: what is meant for one is not offered to the others. */
    static final String OUTPUTS = "outputs";

    static final String INTAKE_OUTPUTS = "intake-outputs";
    static final String ARRIVALS = "arrivals";
    private static final String TASKS = "tasks";

    private final Sources sources;
    private final Shape shape;
    private final Map<String, String> changelogs;

    /** How tasks come to where they are run. */
    sealed interface Shape {
        /** By an internal topic, partitioned by shard key. */
        record Sharded(int partitions) implements Shape {}

        /** They stay where their changes were read. */
        record Local() implements Shape {}
    }

    /**
     * @param changelogs properties of the stores' changelog topics
     */
    TaskTopology(Sources sources, Shape shape, Map<String, String> changelogs) {
        this.sources = sources;
        this.shape = shape;
        this.changelogs = Map.copyOf(changelogs);
    }

    /**
     * Builds it.
     *
     * @param jobs the jobs, for intake
     * @param policies what the core has to know of them, by name
     * @param inline runs handlers on the stream thread
     * @param workplace runs the others
     * @param commandReader makes commands of what operators write
     */
    Topology build(
            Jobs jobs,
            Map<String, JobPolicy> policies,
            InlineDispatch inline,
            Workplace workplace,
            CommandReader commandReader,
            Surroundings around) {
        StreamsBuilder builder = new StreamsBuilder(NAMED);
        KStream<byte[], Emission> taken = changes(builder)
                .process(
                        new ProcessorStep<>(
                                () -> new IntakeProcessor(jobs, workplace.commitRound(), around),
                                ProcessorStep.persistent(StoreNames.DIRECTORY, changelogs),
                                new CommitSignal.Builder(StoreNames.INTAKE_COMMITS)),
                        Named.as("intake"));
        write(taken, INTAKE_OUTPUTS);
        KStream<byte[], Incoming> arrivals =
                taken.mapValues(emission -> ((Forward) emission).arrival(), Named.as(ARRIVALS));
        KStream<byte[], Emission> done = placed(arrivals)
                .merge(commands(builder), Named.as("incoming"))
                .process(
                        new ProcessorStep<>(
                                () -> new TaskProcessor(policies, inline, workplace, commandReader, around),
                                ProcessorStep.persistent(StoreNames.LEDGER, changelogs),
                                ProcessorStep.persistent(StoreNames.BACKLOG, changelogs),
                                new CommitSignal.Builder(StoreNames.COMMITS)),
                        Named.as("admission-and-handler"));
        write(done, OUTPUTS);
        return builder.build(new Properties());
    }

    private KStream<byte[], byte[]> changes(StreamsBuilder builder) {
        Sources read = shape instanceof Shape.Sharded ? sources.withIntake() : sources;
        Consumed<byte[], byte[]> bytes =
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("changes");
        return read.pattern()
                .map(pattern -> builder.stream(pattern, bytes))
                .orElseGet(() -> builder.stream(read.topics(), bytes));
    }

    /**
     * Of the records that wait, Kafka Streams takes the one with the lowest time, and the stream's time is the highest that
     * it took: at time 0 commands come first, and move nothing.
     */
    private KStream<byte[], Incoming> commands(StreamsBuilder builder) {
        Deserializer<Incoming> deserializer =
                (topic, bytes) -> new Instruction(Raw.of(bytes == null ? new byte[0] : bytes));
        Serializer<Incoming> serializer =
                (topic, instruction) -> ((Instruction) instruction).text().bytes();
        return builder.stream(
                sources.commands(),
                Consumed.with(Serdes.ByteArray(), Serdes.serdeFrom(serializer, deserializer))
                        .withTimestampExtractor((record, partitionTime) -> 0)
                        .withName("commands"));
    }

    private KStream<byte[], Incoming> placed(KStream<byte[], Incoming> arrivals) {
        return shape instanceof Shape.Sharded sharded
                ? arrivals.repartition(Repartitioned.with(Serdes.ByteArray(), ArrivalCodec.serde())
                        .withName(TASKS)
                        .withNumberOfPartitions(sharded.partitions()))
                : arrivals;
    }

    private static void write(KStream<byte[], Emission> emissions, String name) {
        Serde<Emission> value = Serdes.serdeFrom(
                (topic, emission) -> ((Write) emission).value().bytes(),
                (topic, bytes) -> new Write(topic, Raw.of(bytes)));
        emissions.to(
                (key, emission, context) -> ((Write) emission).topic(),
                Produced.with(Serdes.ByteArray(), value).withName(name));
    }
}
