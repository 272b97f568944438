package io.penstock.processor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.documents.DocumentAccess;
import io.penstock.processor.dispatch.EscalationLog;
import io.penstock.processor.dispatch.FailureLog;
import io.penstock.processor.dispatch.Handlers;
import io.penstock.processor.governing.Governing;
import io.penstock.processor.governing.WorkTally;
import io.penstock.processor.intake.Jobs;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.registry.Register;
import io.penstock.processor.registry.Registration;
import io.penstock.processor.registry.Terms;
import io.penstock.processor.stream.GovernorTopic;
import io.penstock.processor.stream.StoreWatch;
import io.penstock.processor.stream.StreamsClient;
import io.penstock.processor.stream.StreamsClient.Site;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.JobSettings;
import io.penstock.settings.JobSettings.Execution;
import io.penstock.settings.Problem;
import io.penstock.settings.Settings;
import io.penstock.signals.SignalSources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The processor as one thing: made, started, stopped in reverse order. */
public final class App implements AutoCloseable {
    private final Handlers handlers;
    private final DocumentAccess documents;
    private final StreamsClient stream;
    private final Optional<Governing> governing;
    private final Liveness loops = new Liveness(InstantSource.system());
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * Makes it; {@link #start} starts it.
     *
     * @param settings what the configuration says
     * @param state the directory that keeps the stores
     * @param listener hears of everything that happens to tasks
     * @throws JobsChangedException if jobs are not what they were when their tasks were made
     */
    public App(Settings settings, Path state, TaskListener listener) {
        this(settings, state, listener, Optional.empty(), StoreWatch.NONE);
    }

    /**
     * Makes it; {@link #start} starts it.
     *
     * @param address {@code host:port} at which this process can be looked into; empty: it cannot
     */
    public App(Settings settings, Path state, TaskListener listener, Optional<String> address) {
        this(settings, state, listener, address, StoreWatch.NONE);
    }

    /**
     * Makes one that does what is open and takes in no changes, while jobs are migrated.
     *
     * @param register what is recorded
     * @param address {@code host:port} at which this process can be looked into; empty: it cannot
     */
    public static App draining(
            Settings settings, Register register, Path state, TaskListener listener, Optional<String> address) {
        return new App(
                settings, Terms.draining(settings, register), new Site(state, address, StoreWatch.NONE), listener);
    }

    /**
     * Makes one whose stores are watched.
     *
     * @param watch sees how stores are opened
     */
    public App(Settings settings, Path state, TaskListener listener, StoreWatch watch) {
        this(settings, state, listener, Optional.empty(), watch);
    }

    private App(Settings settings, Path state, TaskListener listener, Optional<String> address, StoreWatch watch) {
        this(settings, Terms.working(settings, Registration.of(settings)), new Site(state, address, watch), listener);
    }

    private App(Settings settings, Terms terms, Site site, TaskListener listener) {
        this.handlers = Handlers.open(
                settings.jobs(),
                settings.processing().handlers(),
                settings.topics().maxRecordBytes());
        ObjectMapper json = JsonMapper.builder().findAndAddModules().build();
        this.documents = HandlersDatabase.of(settings, json);
        WorkTally tally = new WorkTally(queued(settings));
        TaskListener governed =
                settings.processing().governor().isPresent() ? TaskListener.both(listener, tally) : listener;
        TaskListener logs = TaskListener.both(new FailureLog(InstantSource.system()), new EscalationLog());
        TaskListener all = TaskListener.both(governed, logs);
        this.stream = new StreamsClient(settings, terms, site, handlers.byJob(), documents, all);
        this.governing = Governing.of(
                settings,
                // Who cannot be looked into has no address, and needs a name all the same.
                site.address().orElseGet(() -> "process-" + UUID.randomUUID()),
                new Governing.Host(
                        stream.workforce(),
                        tally,
                        stream::ownsFirstPartition,
                        stream::shareOfPartitions,
                        () -> new GovernorTopic(settings),
                        () -> loops.round("governor")),
                () -> SignalSources.of(settings));
    }

    private static Set<String> queued(Settings settings) {
        return settings.jobs().stream()
                .filter(job -> job.handler().execution() == Execution.QUEUED)
                .map(JobSettings::name)
                .collect(Collectors.toSet());
    }

    /** What is wrong beyond what the reading of the file has told: with conditions, handlers and signals. */
    public static List<Problem> problems(Settings settings) {
        List<Problem> problems = new ArrayList<>(Jobs.problems(settings.jobs()));
        problems.addAll(Handlers.problems(settings.jobs(), settings.processing().handlers()));
        problems.addAll(SignalSources.problems(settings));
        return problems;
    }

    /**
     * Starts.
     *
     * @param failed told if the processor has failed for good; it still has to be closed
     */
    public void start(Consumer<Throwable> failed) {
        stream.makeTopics();
        governing.ifPresent(Governing::start);
        stream.start(failed, () -> loops.round("stream-threads"));
    }

    /** Whether this process has its share of partitions, and works on them. */
    public boolean isRunning() {
        return !closing.get() && stream.isReady();
    }

    /** Whether this process takes part in the work: it does its share, gets it, or restores the stores for it. */
    public boolean takesPart() {
        return stream.takesPart();
    }

    /** What it does, in a word. */
    public String state() {
        return closing.get() && stream.takesPart() ? "draining" : stream.state();
    }

    /** What is to be seen of it. */
    StreamsClient stream() {
        return stream;
    }

    /** Its own loops, beside Kafka Streams' threads. */
    Liveness loops() {
        return loops;
    }

    /** How it is governed; empty if it is not. */
    Optional<Governing> governing() {
        return governing;
    }

    /**
     * Stops in order, as {@link StreamsClient#close} says; does nothing the second time. Until it returns, the process can
     * be looked into.
     */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        // Stopping takes as long as what runs may, and these have nothing to come round for.
        loops.end();
        stream.close();
        governing.ifPresent(Governing::close);
        handlers.close();
        documents.close();
    }
}
