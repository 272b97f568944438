package io.penstock.cli.running;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.StopSignal;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineState;
import io.penstock.connectors.results.Copy;
import io.penstock.connectors.results.MongodbSink;
import io.penstock.processor.App;
import io.penstock.processor.MongodbClient;
import io.penstock.processor.Observation;
import io.penstock.processor.http.Response;
import io.penstock.processor.http.Route;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.registry.Register;
import io.penstock.processor.task.TaskListener;
import io.penstock.records.Topics;
import io.penstock.settings.CopySettings;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The engine and the processor, as far as a command runs them in this process. If one of them fails for good, so does the
 * command. Threads: for one thread, the command's.
 */
public final class Parts {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Settings settings;
    private final Shutdown shutdown;
    private final StopSignal stop;
    private final List<BooleanSupplier> ready = new ArrayList<>();
    private final List<BooleanSupplier> working = new ArrayList<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private Consumer<Boolean> health = works -> {};
    private Optional<Observation> observation = Optional.empty();
    private Optional<App> processor = Optional.empty();
    private Optional<Shutdown.Together> side = Optional.empty();
    private volatile boolean draining;

    /**
     * @param settings what the configuration says
     * @param shutdown closes what is started here
     * @param stop the wish that the command ends
     */
    public Parts(Settings settings, Shutdown shutdown, StopSignal stop) {
        this.settings = settings;
        this.shutdown = shutdown;
        this.stop = stop;
    }

    /**
     * Has somebody hear at every look, so once a second at least, whether all parts do their work, the way to it
     * included: a snapshot that is read, stores that are restored. Waiting for what is away is not.
     */
    public void reportTo(Consumer<Boolean> health) {
        this.health = health;
    }

    /**
     * Lets this process be looked into, if the settings say so: to be called before parts are started.
     *
     * @return where; empty if it cannot be
     * @throws CommandFailure if its port, its token or its key cannot be had
     */
    public Optional<String> observe(InstantSource clock) {
        return observe(clock, List.of());
    }

    /**
     * Lets this process be looked into, and told to leave: for one that runs nothing but what others can take over.
     *
     * @return where; empty if it cannot be
     * @throws CommandFailure if its port, its token or its key cannot be had
     */
    public Optional<String> observeDrainable(InstantSource clock) {
        return observe(clock, List.of(Route.post("/drain", 0, request -> leave())));
    }

    private Optional<String> observe(InstantSource clock, List<Route> more) {
        try {
            observation = Observation.open(settings, clock);
        } catch (IOException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
        }
        observation.ifPresent(port -> {
            shutdown.closing("the HTTP port", port);
            port.offer(new Operations(settings, clock).routes());
            port.offer(more);
            port.start();
        });
        return observation.map(Observation::url);
    }

    /**
     * Starts the Debezium engine.
     *
     * @return tells its state
     */
    public Supplier<EngineState> startEngine(InstantSource clock) {
        Runnable comesRound = loop("engine");
        EngineMeters meters = new EngineMeters(clock, comesRound);
        ChangeEngine engine = together().closing("the change engine", new ChangeEngine(settings, meters, clock));
        observation.ifPresent(port -> {
            meters.register(port.meters(), engine);
            port.show(new Observation.Part(
                    "engine",
                    () -> EngineMeters.word(engine.state()),
                    () -> engine.state().ready(),
                    OptionalLong::empty));
        });
        comesRound.run();
        engine.start();
        ready.add(() -> {
            if (engine.state() instanceof EngineState.Failed failed) {
                failure.complete("The change engine has ended: " + failed.reason());
            }
            return engine.state().ready();
        });
        working.add(() -> engine.state().ready() || engine.state() instanceof EngineState.Snapshot);
        return engine::state;
    }

    /**
     * Starts the processor.
     *
     * @param state the directory that keeps its stores
     * @param listener hears of tasks
     * @throws CommandFailure if it cannot be started
     * @throws JobsChangedException if jobs are not what they were when their tasks were made
     */
    public void startProcessor(Path state, TaskListener listener) {
        TaskListener all = TaskListener.both(
                listener, observation.map(Observation::listener).orElse(TaskListener.NONE));
        start(() -> new App(settings, state, all, observation.map(Observation::address)));
    }

    /**
     * Starts a processor that does what is open and takes in no changes.
     *
     * @param register what is recorded of the jobs
     * @param state the directory that keeps its stores
     * @throws CommandFailure if it cannot be started
     */
    public void startDraining(Register register, Path state) {
        TaskListener listener = observation.map(Observation::listener).orElse(TaskListener.NONE);
        start(() -> App.draining(settings, register, state, listener, observation.map(Observation::address)));
    }

    private void start(Supplier<App> make) {
        try {
            App app = together().closing("the processor", make.get());
            observation.ifPresent(port -> port.show(app));
            processor = Optional.of(app);
            app.start(thrown -> failure.complete("The processor has ended: " + thrown.getMessage()));
            ready.add(app::isRunning);
            working.add(app::takesPart);
        } catch (JobsChangedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw CommandFailure.failed("The processor does not start: " + e.getMessage(), e);
        }
    }

    /** Starts what copies results and the ledger into MongoDB, if the settings say so. */
    public void startCopies() {
        Topics topics = new Topics(settings.application());
        CopySettings copies = settings.connections().copies();
        copies.results().ifPresent(collection -> start(Copy.results(topics, collection)));
        copies.ledger().ifPresent(collection -> start(LedgerCopy.of(topics, collection)));
    }

    private void start(Copy copy) {
        String name = copy.name();
        MongodbSink sink = together()
                .closing(
                        "the copying of " + name,
                        new MongodbSink(
                                settings, copy, MongodbClient.settings(settings, "penstock-" + name), loop(name)));
        observation.ifPresent(port -> port.show(new Observation.Part(
                name, () -> sink.isWorking() ? "copying" : "waiting", sink::isWorking, OptionalLong::empty)));
        sink.start();
    }

    /** Engine, processor and copies speak with each other through Kafka alone: none has to be there until another is closed. */
    private Shutdown.Together together() {
        Shutdown.Together together = side.orElseGet(shutdown::together);
        side = Optional.of(together);
        return together;
    }

    private Runnable loop(String name) {
        return () -> observation.ifPresent(port -> port.round(name));
    }

    /**
     * Waits until all parts work: the engine follows the change stream or stands by for one
     * that does, the processor has its partitions.
     *
     * @return whether they do; not if somebody wished the end before
     * @throws CommandFailure if a part has failed for good
     */
    public boolean awaitReady() throws InterruptedException {
        while (!stop.await(BETWEEN_LOOKS)) {
            if (isReady()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Waits until somebody wishes the end.
     *
     * @throws CommandFailure if a part has failed for good
     */
    public void awaitStop() throws InterruptedException {
        while (!stop.await(Duration.ofSeconds(1))) {
            isReady();
        }
    }

    private Response leave() {
        draining = true;
        stop.request();
        return Response.json(200, "{\"draining\":true}");
    }

    /**
     * If the process was told over HTTP to leave: lets what runs have its time to end, however long that is, and leaves the
     * consumer group. The time that a command has to end begins only then. Without effect if it was not told.
     *
     * @return whether it was
     */
    public boolean drain() throws InterruptedException {
        if (!draining || processor.isEmpty()) {
            return false;
        }
        Thread leaving = new Thread(processor.get()::close, "drain");
        leaving.start();
        while (leaving.isAlive()) {
            isReady();
            leaving.join(Duration.ofSeconds(1).toMillis());
        }
        return true;
    }

    /**
     * Whether all parts work at this moment.
     *
     * @throws CommandFailure if a part has failed for good
     */
    public boolean isReady() {
        observation.ifPresent(port -> port.round("command"));
        boolean all = true;
        for (BooleanSupplier part : ready) {
            all &= part.getAsBoolean();
        }
        if (failure.isDone()) {
            throw CommandFailure.failed(failure.join());
        }
        health.accept(working.stream().allMatch(BooleanSupplier::getAsBoolean));
        return all;
    }
}
