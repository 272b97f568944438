package io.penstock.connectors.engine;

import io.penstock.connectors.engine.Election.Standing;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every change of the watched collections from MongoDB into Kafka, and keeps doing so: when MongoDB or Kafka is
 * away it waits, with growing pauses, and goes on where Kafka's last acknowledgement was. It ends by {@link #close}, or
 * by what nobody but a person can mend ({@link EngineState.Failed}).
 *
 * <p>Of several engines of one source one works; the others stand by, and one of them takes over when it ends ({@link
 * Election}).
 *
 * <p>Who reads what is committed finds each change once, those of one document in order. Threads: all methods may be called by any.
 */
public final class ChangeEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeEngine.class);
    /** Who waits for so long should know what for. */
    private static final Duration LONG_ATTEMPT = Duration.ofSeconds(2);

    /** However long it has to wait for its turn, it comes round once in so long. */
    private static final Duration ROUND = Duration.ofSeconds(30);

    private static final Duration STOPPING = Duration.ofSeconds(3);
    private static final Duration GIVING_UP = Duration.ofMillis(500);

    private final Settings settings;
    private final EngineListener listener;
    private final InstantSource clock;
    private final EngineStates states;
    private final Patience patience = new Patience(RandomGenerator.getDefault());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor = new Thread(this::supervise, "penstock-engine");
    /** For the supervisor alone. */
    private SourceProperties properties;

    private volatile @Nullable Election election;
    private volatile @Nullable EngineRun run;

    /**
     * An engine that has not started.
     *
     * @param settings what to watch and where to bring it
     * @param listener is told what happens
     * @param clock the time of day
     * @throws IllegalArgumentException if the settings cannot work; the message names every problem
     */
    public ChangeEngine(Settings settings, EngineListener listener, InstantSource clock) {
        this.settings = settings;
        this.properties = SourceProperties.of(settings);
        this.listener = listener;
        this.clock = clock;
        this.states = new EngineStates(listener);
        supervisor.setDaemon(true);
    }

    /** Starts, in threads of its own. To be called once. */
    public void start() {
        states.become(new EngineState.Starting());
        supervisor.start();
    }

    /** What the engine is doing at this moment. */
    public EngineState state() {
        return states.current();
    }

    /** Waits until the engine has ended; says how. */
    public EngineState awaitEnd() throws InterruptedException {
        return states.awaitEnd();
    }

    /** Ends the engine within a few seconds, in order if that is possible. What was not committed comes again. */
    @Override
    public void close() {
        closing.countDown();
        try {
            stopRun();
            Election current = election;
            if (current != null) {
                current.release();
            }
            supervisor.join(STOPPING.toMillis());
            if (supervisor.isAlive()) {
                supervisor.interrupt();
                supervisor.join(GIVING_UP.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        states.become(new EngineState.Stopped());
    }

    /** Ends the run that there is, and does not wait for it. */
    private void stopRun() {
        EngineRun current = run;
        if (current != null) {
            Thread stopper = new Thread(() -> stop(current), "penstock-engine-stop");
            stopper.setDaemon(true);
            stopper.start();
        }
    }

    private static void stop(EngineRun run) {
        try {
            run.stop();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        try {
            while (goesOn()) {
                listener.round();
                // Left only when the last run is over: the successor finds everything committed.
                try (Election candidate = Election.enter(settings, this::stopRun)) {
                    election = candidate;
                    serve(candidate);
                } catch (KafkaException failed) {
                    afterwards(Failure.of(failed, settings), Duration.ZERO, Duration.ZERO);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error defect) {
            // Nobody is left to try again: who waits for the engine, or looks at it, must hear of that.
            String reason = Failure.withoutCredentials(String.valueOf(defect));
            Throwable shown = new IllegalStateException(reason);
            shown.setStackTrace(defect.getStackTrace());
            LOG.error("The engine has ended by a defect of Penstock: {}", reason, shown);
            states.become(new EngineState.Failed(reason));
        }
    }

    private boolean goesOn() {
        return closing.getCount() > 0 && !states.current().ended();
    }

    private void serve(Election candidate) throws InterruptedException {
        Resumption resumption = Resumption.BEHIND_EVENT;
        while (goesOn()) {
            awaitElected(candidate);
            EngineRun next = new EngineRun(settings, properties, resumption, states, listener, clock);
            run = next;
            if (!goesOn() || candidate.standing() != Standing.ELECTED) {
                next.stop();
            }
            Instant began = clock.instant();
            listener.round();
            Failure failure = next.run();
            listener.round();
            // For one run: what it brings is kept with a place of its own. Whoever else goes on finds out by himself.
            resumption = failure instanceof Failure.EventNotFound ? Resumption.FROM_ITS_TIME : Resumption.BEHIND_EVENT;
            if (failure instanceof Failure.Fenced) {
                LOG.warn(
                        "Another engine has taken this source over, or Kafka was away for longer than a transaction may"
                                + " stay open: {}",
                        failure.reason());
                candidate.stepBack();
            } else if (failure instanceof Failure.Unsplit) {
                LOG.warn("{}", failure.reason());
                properties = properties.withoutSplitting();
            } else if (!(failure instanceof Failure.Stopped) && goesOn() && candidate.standing() == Standing.ELECTED) {
                // Who has lost an election stops more slowly than it may be elected again: that is nobody's failure.
                afterwards(failure, next.streamingFor(), Duration.between(began, clock.instant()));
            }
        }
    }

    private void awaitElected(Election candidate) throws InterruptedException {
        Standing standing = candidate.standing();
        boolean stoodBy = false;
        while (goesOn() && standing != Standing.ELECTED) {
            if (standing == Standing.DEFEATED) {
                LOG.warn("Standing by: another engine of this source works.");
                states.become(new EngineState.StandingBy());
                if (!stoodBy) {
                    new Rehearsal(properties).begin();
                }
                stoodBy = true;
            } else {
                states.become(new EngineState.Starting());
            }
            standing = awaitOtherThan(standing, candidate);
        }
        if (stoodBy && goesOn()) {
            LOG.warn("Taking over: the engine that worked is gone.");
        }
    }

    private Standing awaitOtherThan(Standing known, Election candidate) throws InterruptedException {
        Standing standing = known;
        while (goesOn() && standing == known) {
            listener.round();
            standing = candidate.awaitOtherThan(known, ROUND);
        }
        return standing;
    }

    /**
     * What comes of a run that has ended.
     *
     * @param streaming how long it has followed the stream
     * @param took how long it took in all
     */
    private void afterwards(Failure failure, Duration streaming, Duration took) throws InterruptedException {
        Optional<Duration> next = patience.pauseAfter(failure, streaming);
        if (next.isEmpty()) {
            LOG.error("The engine has ended: {}", failure.reason());
            states.become(new EngineState.Failed(failure.reason()));
            return;
        }
        Duration pause = next.get();
        LOG.warn(
                "Waiting for {}, {}: {}",
                failure.what(),
                next(pause, streaming.isZero() ? took : Duration.ZERO),
                failure.reason());
        states.become(new EngineState.Waiting(failure.what(), failure.reason(), pause));
        listener.restarting(failure.reason(), pause);
        closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        listener.round();
    }

    /** When it is tried again, and how long one has to wait to hear of it. */
    private static String next(Duration pause, Duration took) {
        String next = String.format(Locale.ROOT, "next attempt in %.1f s", pause.toMillis() / 1000.0);
        return took.compareTo(LONG_ATTEMPT) < 0
                ? next
                : next + String.format(Locale.ROOT, " (the last one took %.0f s to fail)", took.toMillis() / 1000.0);
    }
}
