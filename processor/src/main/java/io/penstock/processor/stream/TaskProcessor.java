package io.penstock.processor.stream;

import io.penstock.processor.admission.Admission;
import io.penstock.processor.admission.Ledger;
import io.penstock.processor.dispatch.InlineDispatch;
import io.penstock.processor.partition.Effects;
import io.penstock.processor.partition.JobPolicy;
import io.penstock.processor.partition.TaskPartition;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Output;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Translates between Kafka Streams and {@link TaskPartition}, and runs inline handlers. Kafka Streams gives each partition
 * its own, on one thread.
 */
final class TaskProcessor implements Processor<byte[], Arrival, byte[], Emission>, Effects {
    private final Map<String, JobPolicy> jobs;
    private final InlineDispatch inline;
    private final Surroundings around;
    private final Deque<Attempt> started = new ArrayDeque<>();
    private Partition partition;
    private long timestamp;

    /** What is there once the partition is assigned. */
    private record Partition(ProcessorContext<byte[], Emission> context, TaskPartition core, OutputGate outputs) {}

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else.
    TaskProcessor(Map<String, JobPolicy> jobs, InlineDispatch inline, Surroundings around) {
        this.jobs = jobs;
        this.inline = inline;
        this.around = around;
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(StoreNames.LEDGER);
        Ledger ledger = new Ledger(new StoreRows(store), around.retention(), around.readsAgain());
        TaskPartition core =
                new TaskPartition(jobs, ledger, new Admission(ledger), this, around.listener(), around.clock());
        partition = new Partition(context, core, new OutputGate(context, around.outputs(), around.told()));
    }

    @Override
    public void process(Record<byte[], Arrival> record) {
        timestamp = record.timestamp();
        ProcessorContext<byte[], Emission> context = partition.context();
        long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        partition.core().arrive(record.value(), offset, Math.max(0, context.currentStreamTimeMs()));
        // An attempt may ask for another one: a loop and no recursion, so that the stack does not grow with the
        // attempts.
        for (Attempt attempt = started.poll(); attempt != null; attempt = started.poll()) {
            partition.core().ended(attempt, inline.run(attempt));
        }
    }

    @Override
    public void start(Attempt attempt) {
        started.add(attempt);
    }

    @Override
    public void emit(Output output) {
        partition.outputs().emit(output, timestamp);
    }
}
