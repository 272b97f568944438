package io.penstock.cli.running;

import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import io.penstock.processor.metrics.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Makes meters of what the engine does. Threads may share one. */
final class EngineMeters implements EngineListener {
    private static final List<String> STATES =
            List.of("starting", "standing by", "snapshot", "streaming", "waiting", "failed", "stopped");

    private final InstantSource clock;
    private final Runnable comesRound;
    private final LongAdder changes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private volatile double lag = Double.NaN;

    /** @param comesRound told whenever the engine's loop comes round */
    EngineMeters(InstantSource clock, Runnable comesRound) {
        this.comesRound = comesRound;
        this.clock = clock;
    }

    void register(Meters meters, ChangeEngine engine) {
        meters.addTotal("penstock.engine.changes", "Changes that Kafka has acknowledged.", changes::sum);
        meters.addTotal("penstock.engine.bytes", "Bytes of the changes that Kafka has acknowledged.", bytes::sum);
        meters.addTotal("penstock.engine.too.large", "Changes that did not fit their topic.", tooLarge::sum);
        meters.addTotal("penstock.engine.restarts", "How often the engine was started again.", restarts::sum);
        meters.add(
                "penstock.engine.lag",
                "From a change in the database to Kafka's acknowledgement, of the newest that it acknowledged.",
                "seconds",
                () -> lag);
        meters.addEach(
                "penstock.engine.state",
                "1 for what the engine is doing, 0 for the rest.",
                "state",
                STATES,
                state -> word(engine.state()).equals(state) ? 1 : 0);
    }

    /** The state in a word. */
    static String word(EngineState state) {
        if (state instanceof EngineState.Starting) {
            return "starting";
        }
        if (state instanceof EngineState.StandingBy) {
            return "standing by";
        }
        if (state instanceof EngineState.Snapshot) {
            return "snapshot";
        }
        if (state instanceof EngineState.Streaming) {
            return "streaming";
        }
        if (state instanceof EngineState.Waiting) {
            return "waiting";
        }
        return state instanceof EngineState.Failed ? "failed" : "stopped";
    }

    @Override
    public void round() {
        comesRound.run();
    }

    @Override
    public void delivered(int records, long size, Optional<Instant> newest) {
        changes.add(records);
        bytes.add(size);
        newest.ifPresent(at ->
                lag = Math.max(0, Duration.between(at, clock.instant()).toMillis()) / 1e3);
    }

    @Override
    public void deadLetter(String topic, int size) {
        tooLarge.increment();
    }

    @Override
    public void restarting(String reason, Duration pause) {
        restarts.increment();
    }
}
