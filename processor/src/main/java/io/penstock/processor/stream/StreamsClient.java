package io.penstock.processor.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.api.Handler;
import io.penstock.documents.DocumentAccess;
import io.penstock.processor.admission.Ledger.Retention;
import io.penstock.processor.dispatch.InlineDispatch;
import io.penstock.processor.dispatch.QueuedDispatch;
import io.penstock.processor.governing.Workforce;
import io.penstock.processor.intake.Jobs;
import io.penstock.processor.intake.Past;
import io.penstock.processor.registry.Identities;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.registry.PartitionCountGuard;
import io.penstock.processor.registry.Register;
import io.penstock.processor.registry.Seeds;
import io.penstock.processor.registry.Terms;
import io.penstock.processor.row.StoredPart;
import io.penstock.processor.task.Position;
import io.penstock.processor.task.TaskListener;
import io.penstock.processor.turn.Turn;
import io.penstock.records.Layout;
import io.penstock.records.Topics;
import io.penstock.settings.ProcessingSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.ShutdownBound;
import io.penstock.settings.WorkSettings.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topology and the Kafka Streams client that runs it, from start to stop. */
public final class StreamsClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsClient.class);
    /** For stream threads to hear of what was given up; longer only if they are away, rebalancing. */
    private static final Duration TAKING_NOTE = Duration.ofSeconds(1);

    private final Settings settings;
    private final TopicSetup topics;
    private final Seeds seeds;
    private final RocksMemory memory;
    private final Sources sources;
    private final QueuedDispatch dispatch;
    private final Workplace workplace;
    private final Ownership ownership;
    private final KafkaStreams streams;
    private final StoreTrust stores;
    private final Settling settling;
    private final StreamFigures figures;
    private final Shares shares;
    private final FirstShare firstShare = new FirstShare();
    private final Optional<StreamThreads> threads;
    private volatile int partitionCount = 1;
    private final AtomicReference<Consumer<Throwable>> onFailure = new AtomicReference<>(failure -> {});

    /**
     * Where a process is.
     *
     * @param state the directory that keeps the stores
     * @param address {@code host:port} at which it can be looked into; empty: it cannot
     * @param watch sees how stores are opened
     */
    public record Site(Path state, Optional<String> address, StoreWatch watch) {}

    /** What the topology stands on. */
    private record Ground(Layout layout, Guarantee guarantee, Function<String, Past> past) {}

    /**
     * Makes the client; {@link #start} starts it.
     *
     * @param terms under which it takes part
     * @param site where it is
     * @param handlers a handler for each job, by name
     * @param documents the database, for handlers
     * @param listener hears of everything that happens to tasks
     */
    public StreamsClient(
            Settings settings,
            Terms terms,
            Site site,
            Map<String, ? extends Handler> handlers,
            DocumentAccess documents,
            TaskListener listener) {
        this.settings = settings;
        PartitionCountGuard guard = PartitionCountGuard.of(settings, terms);
        this.topics = new TopicSetup(settings, terms.layout(), guard);
        this.seeds = new Seeds(settings, terms.register());
        this.memory = new RocksMemory(settings.processing().memory(), site.watch());
        this.sources = Sources.of(settings);
        this.dispatch = new QueuedDispatch(
                settings.jobs(),
                handlers,
                json(),
                documents,
                new QueuedDispatch.Room(
                        settings.processing().dispatch().concurrency(),
                        settings.processing().dispatch().tiers()),
                this::fail);
        this.workplace = new Workplace(dispatch::run, dispatch::handedOut);
        this.ownership = new Ownership(new TopicPartition(sources.commands(), 0));
        Guarantee guarantee = Guarantee.of(settings, terms.register());
        Ground ground = new Ground(terms.layout(), guarantee, past(terms.register()));
        Topology topology = topology(settings, ground, handlers, workplace, listener, InstantSource.system());
        Properties properties = StreamsProperties.of(settings, site, memory, terms.generation());
        Set<String> internal = Set.of(sources.commands(), new Topics(settings.application()).tasks());
        Path state = Path.of(String.valueOf(properties.get(StreamsConfig.STATE_DIR_CONFIG)));
        this.stores = new StoreTrust(guarantee, state.resolve(settings.application()));
        this.streams = StateFolder.open(
                state,
                () -> new KafkaStreams(
                        topology,
                        properties,
                        new PenstockClientSupplier(
                                () -> dispatch.running() > 0,
                                ownership,
                                topic -> terms.takesIn() || internal.contains(topic),
                                guard,
                                new TopicPartition(new Topics(settings.application()).jobs(), 0))));
        this.settling =
                new Settling(workplace, this::isRunning, StreamsProperties.severalThreads(properties, settings));
        this.figures = new StreamFigures(streams::metrics);
        this.shares = new Shares(streams, sources.commands());
        this.threads =
                settings.processing().dispatch().threads().map(bounds -> new StreamThreads(streams, figures, bounds));
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                settling.allRun();
            }
        });
    }

    private Function<String, Past> past(Register register) {
        return name -> register.job(name)
                .map(job -> new Past(job.generation(), () -> seeds.contains(name), positions(job.since())))
                .orElse(Past.NONE);
    }

    private static Map<String, Position> positions(Map<String, String> texts) {
        Map<String, Position> positions = new HashMap<>();
        texts.forEach((place, text) -> Position.parse(text).ifPresent(position -> positions.put(place, position)));
        return positions;
    }

    /**
     * The topology alone, for tests that drive it without a broker.
     *
     * @param workers run the turns of queued jobs; never wait
     */
    public static Topology topology(
            Settings settings,
            Map<String, ? extends Handler> handlers,
            BiConsumer<String, Turn> workers,
            TaskListener listener,
            InstantSource clock) {
        int handedOut = 2 * settings.processing().dispatch().concurrency();
        Guarantee guarantee = Guarantee.of(settings, Register.EMPTY);
        Ground ground = new Ground(Identities.layout(settings), guarantee, name -> Past.NONE);
        return topology(settings, ground, handlers, new Workplace(workers, () -> handedOut), listener, clock);
    }

    private static ObjectMapper json() {
        return JsonMapper.builder().findAndAddModules().build();
    }

    private static Topology topology(
            Settings settings,
            Ground ground,
            Map<String, ? extends Handler> handlers,
            Workplace workplace,
            TaskListener listener,
            InstantSource clock) {
        int maxRecordBytes = settings.topics().maxRecordBytes();
        int maxPayload = maxRecordBytes - OutputCodec.OVERHEAD;
        ProcessingSettings processing = settings.processing();
        Surroundings around = new Surroundings(
                new Retention(
                        processing.ledger().afterDelete(), processing.ledger().retention()),
                ground.guarantee(),
                new OutputCodec(new Topics(settings.application()), maxRecordBytes),
                processing.dispatch().commit(),
                processing.taskEvents(),
                listener,
                clock);
        Layout layout = ground.layout();
        OptionalInt owners = layout.sharded() ? OptionalInt.of(layout.partitions()) : OptionalInt.empty();
        TaskTopology.Shape shape =
                layout.sharded() ? new TaskTopology.Shape.Sharded(layout.partitions()) : new TaskTopology.Shape.Local();
        InlineDispatch inline = new InlineDispatch(handlers, json());
        Jobs jobs = new Jobs(settings.jobs(), settings.source().document(), maxPayload, ground.past());
        return new TaskTopology(Sources.of(settings), shape, ChangelogProperties.ofStores(settings))
                .build(
                        jobs,
                        Policies.of(settings.jobs(), maxPayload),
                        inline,
                        workplace,
                        new CommandReader(settings.jobs(), owners, maxPayload),
                        around);
    }

    /** Makes the topics that are missing. */
    public void makeTopics() {
        spreadOver(topics.run(sources));
    }

    private void spreadOver(int partitions) {
        partitionCount = partitions;
        workplace.rates().partitions(partitions);
    }

    /**
     * Starts; the topics have to be there.
     *
     * @param failed told once if the client has failed for good and has to be closed
     * @param looked told whenever the number of stream threads was looked at, if it may change
     */
    public void start(Consumer<Throwable> failed, Runnable looked) {
        onFailure.set(failed);
        ThreadFailures failures = new ThreadFailures(InstantSource.system());
        streams.setUncaughtExceptionHandler(failure -> {
            Throwable reason = ThreadFailures.reason(failure);
            if (stores.outlivesAThread() && failures.tolerates(failure)) {
                try {
                    if (failure instanceof StreamsException) {
                        topics.widen(sources).ifPresent(this::spreadOver);
                    }
                    LOG.warn("A stream thread ended and is replaced: {}", failure.getMessage(), failure);
                    return StreamThreadExceptionResponse.REPLACE_THREAD;
                } catch (JobsChangedException refusal) {
                    reason = refusal;
                }
            }
            LOG.error("A stream thread ended and is not replaced: {}", reason.getMessage(), failure);
            fail(reason);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        seeds.start();
        stores.begin(streams::cleanUp);
        streams.start();
        threads.ifPresent(it -> it.start(looked));
    }

    private void fail(Throwable failure) {
        onFailure.get().accept(failure);
    }

    /** Stream threads that are alive. */
    public int threads() {
        return streams.metadataForLocalThreads().size();
    }

    /** One stream thread more, if their number may change. */
    public void addThread() {
        threads.ifPresent(StreamThreads::add);
    }

    /** One stream thread less, if their number may change; waits for its end. */
    public void removeThread() {
        threads.ifPresent(StreamThreads::remove);
    }

    /** What runs the attempts of queued jobs. */
    public Workforce workforce() {
        return new QueuedWorkforce(this::demand, dispatch, workplace.rates());
    }

    private int demand() {
        return workplace.permits().areShort() ? settings.processing().dispatch().concurrency() : dispatch.demand();
    }

    /**
     * In which generation of the consumer group this process got the first partition of the step that runs tasks, which is
     * that of the commands' topic in both shapes of the topology; empty: another one has it.
     */
    public OptionalInt ownsFirstPartition() {
        return ownership.generation(this::partitions, InstantSource.system().millis());
    }

    /**
     * Whether partitions are here, restored and being worked on. A process that has none is as ready only if the others have
     * none to spare, or have kept theirs for three minutes.
     */
    public boolean isReady() {
        try {
            return isRunning() && firstShare.isHere(partitions().size(), shares::ofEach, System.nanoTime());
        } catch (IllegalStateException closing) {
            // It has ended since it was asked for its state.
            return false;
        }
    }

    private boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /** Whether partitions are being worked on, assigned or restored. */
    public boolean takesPart() {
        return streams.state().isRunningOrRebalancing();
    }

    /** Attempts of a tier that run. */
    public int running(Tier tier) {
        return dispatch.running(tier);
    }

    /** Lanes of a tier that were handed out and wait for a place. */
    public int waiting(Tier tier) {
        return dispatch.queued(tier);
    }

    /** Attempts that may not settle any more, and whose handlers have not returned. */
    public int lost() {
        return dispatch.lost();
    }

    /** Hands out the client, for those that read its figures. */
    public void measure(Consumer<KafkaStreams> meters) {
        meters.accept(streams);
    }

    /** The stores of the partitions that are here, as of their last commits. */
    public List<StoredPart> stored() {
        return new StoredParts(streams).list();
    }

    /** {@code host:port} of every process of the deployment, this one included, as far as they can be looked into. */
    public List<String> addresses() {
        return shares.addresses();
    }

    /** Names of the partitions that are worked on here. */
    public List<String> partitions() {
        return shares.partitions();
    }

    /** What Kafka Streams says of itself, {@code running} or {@code rebalancing}, or that it runs and has no share yet. */
    public String state() {
        return isRunning() && !isReady()
                ? "getting-partitions"
                : streams.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of all partitions in which tasks are run, the part that is here: from 0 to 1. */
    public double shareOfPartitions() {
        return Math.min(1, shares.here() / (double) partitionCount);
    }

    /** What the client tells of its own work. */
    public StreamFigures figures() {
        return figures;
    }

    /**
     * Stops: nothing more begins; what runs has the time of {@code shutdown-grace} to end and is settled; what runs then
     * still is interrupted and settles no more; then this member leaves the group, so that others take over at once.
     */
    @Override
    public void close() {
        seeds.close();
        threads.ifPresent(StreamThreads::close);
        dispatch.stop();
        workplace.awaitQuiet(
                () -> dispatch.running() == 0, settings.processing().dispatch().shutdownGrace());
        dispatch.giveUp();
        workplace.awaitQuiet(() -> true, TAKING_NOTE);
        boolean stopped = streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(ShutdownBound.get()));
        settling.close();
        dispatch.close();
        if (stopped) {
            // Before that, a thread that opens a store would find its memory gone, and take the whole process with it.
            memory.close();
            stores.end();
        }
    }
}
