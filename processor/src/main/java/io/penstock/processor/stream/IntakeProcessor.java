package io.penstock.processor.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.processor.intake.Intake;
import io.penstock.processor.intake.IntakeSink;
import io.penstock.processor.intake.Jobs;
import io.penstock.processor.intake.directory.Directory;
import io.penstock.processor.row.PiecewiseRows;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.OriginalRecord;
import io.penstock.processor.task.Output;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Translates between Kafka Streams and {@link Intake}. Kafka Streams gives each partition its own, on one thread. */
final class IntakeProcessor implements Processor<byte[], byte[], byte[], Emission>, IntakeSink {
    private final Jobs jobs;
    private final Surroundings around;
    private final CommitRound round;
    private final CommitPace pace;
    private final WholeCalls calls = new WholeCalls();
    private final Runnable prepare = this::beforeCommit;
    private long timestamp;
    private Partition partition;

    /** What is there once the partition is assigned. */
    private record Partition(
            ProcessorContext<byte[], Emission> context,
            Directory directory,
            Intake intake,
            OutputGate outputs,
            OnDemandPunctuator punctuator) {}

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else.
    IntakeProcessor(Jobs jobs, CommitRound round, Surroundings around) {
        this.jobs = jobs;
        this.round = round;
        this.around = around;
        this.pace = new CommitPace(around.commit());
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        calls.reset();
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(StoreNames.DIRECTORY);
        Directory directory = new Directory(
                new PiecewiseRows(new StoreRows(store)),
                around.retention().afterDelete(),
                around.guarantee().readsAgain());
        Intake intake = new Intake(jobs, directory, this, around.listener(), around.clock());
        partition = new Partition(
                context,
                directory,
                intake,
                new OutputGate(context, around.outputs(), around.told(), TaskTopology.INTAKE_OUTPUTS),
                new OnDemandPunctuator(context, this::goOn));
        CommitSignal commits = context.getStateStore(StoreNames.INTAKE_COMMITS);
        commits.onCommit(() -> {
            round.prepare();
            pace.beforeCommit(around.clock().millis());
        });
        round.join(prepare);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        calls.begin();
        timestamp = record.timestamp();
        long now = around.clock().millis();
        partition.intake().accept(original(record, now), streamTime());
        pace.arrived(timestamp, now);
        goOn(now);
        calls.end();
    }

    private void beforeCommit() {
        calls.check();
        partition.directory().flush();
    }

    @Override
    public void close() {
        round.leave(prepare);
        partition.punctuator().close();
    }

    private void goOn() {
        goOn(around.clock().millis());
    }

    private void goOn(long now) {
        pace.back(now);
        if (pace.asks(now)) {
            partition.context().commit();
        }
        partition.punctuator().at(now, pace.waits() ? pace.next() : Long.MAX_VALUE);
    }

    @Override
    public void forward(Arrival arrival) {
        byte[] key = arrival.task().shardKey().getBytes(UTF_8);
        partition.context().forward(new Record<>(key, new Emission.Forward(arrival), timestamp), TaskTopology.ARRIVALS);
    }

    @Override
    public void emit(Output output) {
        partition.outputs().emit(output, around.clock().millis());
    }

    private long streamTime() {
        return Math.max(0, partition.context().currentStreamTimeMs());
    }

    private OriginalRecord original(Record<byte[], byte[]> record, long now) {
        RecordMetadata metadata = partition
                .context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("A record without a topic was processed"));
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset(), now);
        return Originals.of(record.key(), record.value(), record.headers(), origin);
    }
}
