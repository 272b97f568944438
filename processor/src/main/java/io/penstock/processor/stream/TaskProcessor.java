package io.penstock.processor.stream;

import io.penstock.processor.admission.Ledger;
import io.penstock.processor.dispatch.InlineDispatch;
import io.penstock.processor.lane.Backlog;
import io.penstock.processor.partition.Effects;
import io.penstock.processor.partition.JobPolicy;
import io.penstock.processor.partition.Kept;
import io.penstock.processor.partition.TaskPartition;
import io.penstock.processor.partition.TaskPartition.Stores;
import io.penstock.processor.partition.TaskPartition.World;
import io.penstock.processor.permit.FairPermits;
import io.penstock.processor.rate.Rates;
import io.penstock.processor.row.FoldingRows;
import io.penstock.processor.row.PiecewiseRows;
import io.penstock.processor.row.RowStore;
import io.penstock.processor.stream.CommandReader.Read;
import io.penstock.processor.stream.Workplace.Desk;
import io.penstock.processor.task.Arrival;
import io.penstock.processor.task.Arrival.Intent;
import io.penstock.processor.task.Attempt;
import io.penstock.processor.task.Completion;
import io.penstock.processor.task.Failure;
import io.penstock.processor.task.Incoming;
import io.penstock.processor.task.Instruction;
import io.penstock.processor.task.Origin;
import io.penstock.processor.task.Output;
import io.penstock.processor.task.Standing;
import io.penstock.processor.turn.Turn;
import io.penstock.processor.turn.TurnEvent;
import io.penstock.records.DeadLetterReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Translates between Kafka Streams and {@link TaskPartition}, and runs inline handlers. Kafka Streams gives each partition
 * its own, on one thread; what queued handlers have done is taken between two records and when the {@link
 * OnDemandPunctuator} fires.
 */
final class TaskProcessor implements Processor<byte[], Incoming, byte[], Emission>, Effects {
    /** Events of workers are taken in batches, so that records get their turn, too. */
    private static final int EVENTS_AT_ONCE = 2_000;

    private final Map<String, JobPolicy> jobs;
    private final InlineDispatch inline;
    private final Workplace workplace;
    private final CommandReader commands;
    private final Surroundings around;
    private final Deque<Attempt> started = new ArrayDeque<>();
    private final CommitPace pace;
    private Partition partition;
    private long timestamp;
    /**
     * A commit was prepared since the last call. Being called again proves that it succeeded: Streams closes a task whose
     * commit failed.
     */
    private boolean commitPending;

    private boolean opened;
    /** Whether this was called since the last commit was prepared: there may be something to write. */
    private boolean dirty;

    private final WholeCalls calls = new WholeCalls();

    private final Runnable prepare = this::beforeCommit;
    /** Whether the core has asked for a commit. */
    private boolean commitRequested;

    /** What is there once the partition is assigned. */
    private record Partition(
            ProcessorContext<byte[], Emission> context,
            TaskPartition core,
            OutputGate outputs,
            Desk desk,
            FairPermits.Share permits,
            Rates.Share rates,
            OnDemandPunctuator punctuator) {}

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else.
    TaskProcessor(
            Map<String, JobPolicy> jobs,
            InlineDispatch inline,
            Workplace workplace,
            CommandReader commands,
            Surroundings around) {
        this.jobs = jobs;
        this.inline = inline;
        this.workplace = workplace;
        this.commands = commands;
        this.around = around;
        this.pace = new CommitPace(around.commit());
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        // A task whose transaction was aborted begins anew with the same processor.
        commitPending = false;
        dirty = false;
        calls.reset();
        commitRequested = false;
        started.clear();
        KeyValueStore<Bytes, byte[]> ledgerStore = context.getStateStore(StoreNames.LEDGER);
        KeyValueStore<Bytes, byte[]> backlogStore = context.getStateStore(StoreNames.BACKLOG);
        CommitSignal commits = context.getStateStore(StoreNames.COMMITS);
        commits.onCommit(workplace.commitRound()::prepare);
        workplace.commitRound().join(prepare);
        Desk desk = workplace.open(context.taskId());
        FairPermits.Share permits = workplace.permits().open();
        Rates.Share rates = workplace.rates().open();
        RowStore ledgerRows = new PiecewiseRows(new StoreRows(ledgerStore));
        RowStore backlogRows = new PiecewiseRows(new StoreRows(backlogStore));
        Ledger ledger =
                new Ledger(ledgerRows, around.retention(), around.guarantee().readsAgain());
        OutputGate outputs = new OutputGate(context, around.outputs(), around.told(), TaskTopology.OUTPUTS);
        TaskPartition core = new TaskPartition(
                jobs,
                new Stores(ledger, new FoldingRows(backlogRows, Backlog.WRITTEN, beforeRows(context))),
                new World(this, permits, rates, around.listener(), around.clock()));
        partition = new Partition(
                context, core, outputs, desk, permits, rates, new OnDemandPunctuator(context, this::punctuate));
        // Opened at the first call: nothing can be written before.
        opened = false;
        partition.punctuator().at(around.clock().millis(), core.nextTick());
    }

    /**
     * Without a transaction, a task's output must be in Kafka before the rows that end the task: a crash in between then repeats
     * the task. {@code RecordCollector} is internal to Kafka Streams (4.3); nothing else waits for what was sent, and fails
     * if it was not.
     */
    private Runnable beforeRows(ProcessorContext<byte[], Emission> context) {
        return around.guarantee().transactions() ? () -> {} : flushing(context);
    }

    static Runnable flushing(ProcessorContext<?, ?> context) {
        if (context instanceof RecordCollector.Supplier supplier) {
            return () -> supplier.recordCollector().flush();
        }
        throw new IllegalStateException(
                ("With processing.guarantee: at_least_once what was sent has to be waited for, and in"
                                + " this version of Kafka Streams there is no way to do so: its %s is no RecordCollector.Supplier."
                                + " Use the version that comes with Penstock, or exactly_once_v2.")
                        .formatted(context.getClass().getName()));
    }

    @Override
    public void process(Record<byte[], Incoming> record) {
        long now = beginCall();
        TaskPartition core = partition.core();
        ProcessorContext<byte[], Emission> context = partition.context();
        long streamTime = Math.max(0, context.currentStreamTimeMs());
        if (record.value() instanceof Arrival arrival) {
            timestamp = now;
            long offset = context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
            pace.arrived(record.timestamp(), now);
            if (arrival.isTask()) {
                around.listener().arrived(arrival.task(), record.timestamp());
            }
            if (arrival.intent() != Intent.RUN) {
                // What has ended is settled: only what runs is to be cancelled.
                takeEvents();
            }
            core.arrive(arrival, offset, streamTime);
        } else if (record.value() instanceof Instruction instruction) {
            timestamp = now;
            pace.worked();
            // What has ended is settled: an operator must not be told that it is ending.
            takeEvents();
            obey(record, instruction, streamTime);
        }
        // An attempt may ask for another one: a loop and no recursion, so that the stack does not grow with the
        // attempts.
        for (Attempt attempt = started.poll(); attempt != null; attempt = started.poll()) {
            long began = System.nanoTime();
            Completion completion = inline.run(attempt);
            core.ended(attempt, completion, System.nanoTime() - began);
        }
        timestamp = now;
        takeEvents();
        core.dispatch();
        endCall(now);
    }

    private void obey(Record<byte[], Incoming> record, Instruction instruction, long streamTime) {
        Optional<byte[]> key = Optional.ofNullable(record.key());
        Read read = commands.read(key, instruction, partition.context().taskId().partition());
        if (read instanceof Read.Understood understood) {
            partition.core().command(understood.command(), streamTime);
        } else if (read instanceof Read.Refused refused) {
            emit(new Output.Reply(refused.answer()));
        } else if (read instanceof Read.Unaddressed unaddressed) {
            Failure failure =
                    new Failure(DeadLetterReason.NOT_A_COMMAND, CommandReader.class.getName(), unaddressed.message());
            around.listener().lost(Optional.empty(), failure, failure.reason().severity());
            emit(new Output.LostRecord(
                    Originals.of(record.key(), instruction.text().bytes(), record.headers(), origin()),
                    Optional.empty(),
                    failure));
        }
    }

    private Origin origin() {
        RecordMetadata metadata = partition.context().recordMetadata().orElseThrow();
        return new Origin(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                around.clock().millis());
    }

    @Override
    public void close() {
        workplace.commitRound().leave(prepare);
        Kept kept = partition.core().close();
        // Before its first call the core knows nothing yet of what runs since the partition was here before.
        workplace.leave(partition.desk(), opened ? kept : workplace.takeOver(partition.desk()));
        partition.permits().close();
        partition.rates().close();
        partition.punctuator().close();
        around.listener().left(partition.context().taskId().toString());
    }

    @Override
    public void start(Attempt attempt) {
        started.add(attempt);
    }

    @Override
    public void hand(String job, Turn turn) {
        workplace.hand(job, turn);
    }

    @Override
    public Turn newTurn() {
        Desk desk = partition.desk();
        return new Turn(
                event -> {
                    // Told here because a partition that has left has a desk that nobody reads.
                    if (event instanceof TurnEvent.Returned) {
                        around.listener().late(event.attempt().work().attempt().task());
                    }
                    desk.post(event);
                },
                around.clock());
    }

    @Override
    public void emit(Output output) {
        partition.outputs().emit(output, timestamp);
    }

    @Override
    public void commitSoon() {
        commitRequested = true;
    }

    /** Time has passed: no record came, and yet there may be something to do. */
    private void punctuate() {
        long now = beginCall();
        timestamp = now;
        takeEvents();
        partition.core().tick();
        endCall(now);
    }

    private long beginCall() {
        calls.begin();
        long now = around.clock().millis();
        if (commitPending && opened) {
            pace.back(now);
            partition.core().committed();
        }
        commitPending = false;
        dirty = true;
        if (!opened) {
            opened = true;
            timestamp = now;
            partition.core().open(workplace.takeOver(partition.desk()));
        }
        return now;
    }

    private void takeEvents() {
        int left = EVENTS_AT_ONCE;
        for (TurnEvent event = partition.desk().events().poll(); event != null; ) {
            partition.core().happened(event);
            pace.worked();
            left--;
            event = left > 0 ? partition.desk().events().poll() : null;
        }
    }

    private void endCall(long now) {
        if (commitRequested || pace.asks(now)) {
            commitRequested = false;
            partition.context().commit();
        }
        partition.punctuator().at(now, nextPunctuation());
        calls.end();
    }

    private long nextPunctuation() {
        long core = partition.core().nextTick();
        return pace.waits() ? Math.min(core, pace.next()) : core;
    }

    private void tell(List<Standing> standing) {
        around.listener().stands(partition.context().taskId().toString(), standing);
    }

    private void beforeCommit() {
        calls.check();
        if (!dirty) {
            return;
        }
        partition.core().beforeCommit().ifPresent(this::tell);
        pace.beforeCommit(around.clock().millis());
        // Set last: if preparing throws, the next prepareCommit must fail as well instead of committing unwritten
        // state.
        dirty = false;
        commitPending = true;
    }
}
