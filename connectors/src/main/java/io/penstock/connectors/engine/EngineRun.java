package io.penstock.connectors.engine;

import io.debezium.embedded.async.ConvertingAsyncEngineBuilderFactory;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.JsonByteArray;
import io.debezium.engine.format.KeyValueChangeEventFormat;
import io.penstock.connectors.sink.ChangeSink;
import io.penstock.connectors.sink.SinkListener;
import io.penstock.connectors.source.SourceOffsetStore;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.connectors.source.WatchedCollections;
import io.penstock.records.ResumeToken;
import io.penstock.records.Topics;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of Debezium's engine, from connecting to its end.
 *
 * <p>Threads: {@link #run} blocks the one that calls it; a second watches; {@link #stop} may be called by any.
 */
final class EngineRun implements SinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** How long Kafka may take to acknowledge before it is told. */
    private static final Duration SLOW_KAFKA = Duration.ofSeconds(5);

    private static final Duration DRAINING = Duration.ofSeconds(1);
    private static final Duration STARTING_TASKS = Duration.ofMillis(50);
    private static final String READING_ON =
            "MongoDB reads through what happened elsewhere since the stream's last place,"
                    + " and says nothing until it has found a change of the watched collections or come to the present.";

    private final Settings settings;
    private final SourceProperties properties;
    private final Resumption resumption;
    private final EngineStates states;
    private final EngineListener listener;
    private final InstantSource clock;
    private final StreamWatch watch;
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile EngineState phase = new EngineState.Starting();
    private volatile Optional<Instant> streamingSince = Optional.empty();
    private volatile Optional<String> stalled = Optional.empty();
    private volatile boolean streamEnded;
    private volatile List<String> unread = List.of();
    private volatile @Nullable DebeziumEngine<ChangeEvent<byte[], byte[]>> engine;
    private volatile @Nullable ChangeSink sink;
    private final Optional<SnapshotTurns> turns;
    private volatile boolean stopping;

    EngineRun(
            Settings settings,
            SourceProperties properties,
            Resumption resumption,
            EngineStates states,
            EngineListener listener,
            InstantSource clock) {
        this.settings = settings;
        this.properties = properties;
        this.resumption = resumption;
        this.states = states;
        this.listener = listener;
        this.clock = clock;
        this.watch = new StreamWatch(clock, properties.heartbeatInterval());
        this.turns = settings.processing().governor().map(governor -> new SnapshotTurns(settings));
    }

    /** Runs until something ends it; says what. */
    Failure run() throws InterruptedException {
        if (stopping) {
            // Opening a sink would put an end to whoever works meanwhile.
            turns.ifPresent(SnapshotTurns::close);
            return failure();
        }
        states.become(phase);
        Thread watcher = new Thread(this::watch, "penstock-engine-watch");
        watcher.setDaemon(true);
        watcher.start();
        try (ChangeSink opened = ChangeSink.open(settings, route(), this, clock)) {
            sink = opened;
            DebeziumEngine<ChangeEvent<byte[], byte[]>> built = build(opened);
            engine = built;
            if (!stopping) {
                built.run();
            }
            if (failure() instanceof Failure.HistoryLost) {
                opened.forget();
            }
        } catch (RuntimeException failed) {
            error.compareAndSet(null, failed);
        } finally {
            over.countDown();
            turns.ifPresent(SnapshotTurns::close);
        }
        return failure();
    }

    /** How long the engine has followed the stream. */
    Duration streamingFor() {
        return streamingSince
                .map(since -> Duration.between(since, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** Ends the run: marks what Kafka has acknowledged, and stops Debezium. Blocks until then, or until interrupted. */
    void stop() throws InterruptedException {
        stopping = true;
        turns.ifPresent(SnapshotTurns::stop);
        ChangeSink current = sink;
        if (current != null) {
            current.drain(DRAINING);
        }
        DebeziumEngine<ChangeEvent<byte[], byte[]>> running = engine;
        while (running != null && over.getCount() > 0) {
            try {
                running.close();
                return;
            } catch (IllegalStateException notNow) {
                // Debezium refuses to stop while its tasks start, and when it is stopping already.
                if (over.await(STARTING_TASKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (IOException failed) {
                LOG.warn("The engine did not stop in order: {}", failed.getMessage());
                return;
            }
        }
    }

    @Override
    public void heard(Optional<String> token) {
        // Of a place that cannot be read nothing is known: then it is as good as the present.
        token.map(data -> ResumeToken.parse(data).map(ResumeToken::time).orElseGet(clock::instant))
                .ifPresentOrElse(watch::heard, watch::heard);
    }

    @Override
    public void snapshotStarted() {
        become(new EngineState.Snapshot());
    }

    @Override
    public void snapshotEnded() {
        streamingSince = Optional.of(clock.instant());
        become(new EngineState.Streaming());
    }

    @Override
    public void streamEnded() {
        streamEnded = true;
    }

    @Override
    public void chunkFailed(List<String> collections) {
        unread = List.copyOf(collections);
    }

    @Override
    public void acknowledged() {
        watch.heard();
        states.become(phase);
    }

    @Override
    public void delivered(int records, long bytes, Optional<Instant> newest) {
        listener.delivered(records, bytes, newest);
    }

    @Override
    public void deadLetter(String topic, int bytes) {
        LOG.warn("A change of {} has {} bytes and went to the dead letters.", topic, bytes);
        listener.deadLetter(topic, bytes);
    }

    private void become(EngineState next) {
        phase = next;
        states.become(next);
    }

    private DebeziumEngine<ChangeEvent<byte[], byte[]>> build(ChangeSink changes) {
        return new ConvertingAsyncEngineBuilderFactory()
                .builder(KeyValueChangeEventFormat.of(JsonByteArray.class, JsonByteArray.class))
                .using(ofRun())
                .using((success, message, cause) -> {
                    if (!success) {
                        error.compareAndSet(null, cause == null ? new IllegalStateException(message) : cause);
                    }
                })
                .notifying(turns.<DebeziumEngine.ChangeConsumer<ChangeEvent<byte[], byte[]>>>map(
                                present -> present.pacing(changes))
                        .orElse(changes))
                .build();
    }

    private Properties ofRun() {
        Properties all = properties.toProperties();
        all.setProperty(SourceOffsetStore.FROM_ITS_TIME, Boolean.toString(resumption == Resumption.FROM_ITS_TIME));
        return all;
    }

    private ChangeSink.Route route() {
        return new ChangeSink.Route(
                WatchedCollections.of(settings).names().stream()
                        .map(this::topic)
                        .toList(),
                properties.get("signal.data.collection").map(this::topic));
    }

    private String topic(String collection) {
        return Topics.changes(settings.source().prefix(), collection);
    }

    private Failure failure() {
        if (stalled.isPresent()) {
            return new Failure.Passing(Failure.STREAM, stalled.get());
        }
        Throwable cause = error.get();
        Failure failure = cause == null
                ? new Failure.Unknown("Debezium's engine ended without saying why.")
                : Failure.of(cause, settings, resumption);
        // What breaks while it is being stopped is no sign of anything, but for another engine that has taken over.
        return stopping && !(failure instanceof Failure.Fenced) ? new Failure.Stopped(failure.reason()) : failure;
    }

    private void watch() {
        try {
            while (!over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
                if (!stopping) {
                    // A run that has been told to stop has seconds to do so: then it hangs.
                    listener.round();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        DebeziumEngine<ChangeEvent<byte[], byte[]>> running = engine;
        if (running != null && phase instanceof EngineState.Streaming) {
            turns.ifPresent(present -> present.look(running));
        }
        ChangeSink current = sink;
        if (current != null && current.awaitingKafka()) {
            if (watch.silence().compareTo(SLOW_KAFKA) > 0) {
                states.becomeIf(
                        current::awaitingKafka,
                        new EngineState.Waiting(
                                Failure.KAFKA, "Kafka has not acknowledged what was sent to it.", Duration.ZERO));
            }
        } else if (phase instanceof EngineState.Streaming && stalled.isEmpty()) {
            stalled = standstill();
            if (stalled.isPresent()) {
                stop();
            } else if (watch.behind()) {
                states.becomeIf(watch::behind, new EngineState.Waiting(Failure.STREAM, READING_ON, Duration.ZERO));
            }
        }
    }

    /** Why the stream brings nothing any more, if that is so. */
    private Optional<String> standstill() {
        if (streamEnded) {
            // Debezium goes on asking a cursor that is closed, and takes its silence for that of an idle database.
            return Optional.of("The stream ended when the database that it watched was dropped; the next one begins"
                    + " right behind that.");
        }
        if (!unread.isEmpty()) {
            // Debezium would hold what it had read of the chunk for a part of the next one, and tell it as new.
            return Optional.of("A part of " + String.join(", ", unread) + ", which was asked for, could not be read, as"
                    + " where MongoDB was away for a moment or does not take the filter (the log says why), and the"
                    + " collection was given up: ask for it again. The connector begins anew without what it had read"
                    + " of that part, and goes on with what else was asked for.");
        }
        return watch.stopped()
                ? Optional.of("The stream has been silent for "
                        + watch.silence().toSeconds() + " s, although a heartbeat is due every "
                        + properties.heartbeatInterval().toSeconds() + " s.")
                : Optional.empty();
    }
}
