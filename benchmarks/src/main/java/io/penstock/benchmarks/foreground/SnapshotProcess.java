package io.penstock.benchmarks.foreground;

import io.penstock.benchmarks.installation.Installation;
import io.penstock.benchmarks.installation.PenstockProcessor;
import io.penstock.benchmarks.process.Contestant;
import io.penstock.benchmarks.process.Options;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import java.time.InstantSource;

/** The background: Penstock's engine, as {@code penstock connect} runs it, with a snapshot before it. */
final class SnapshotProcess implements Contestant, EngineListener {
    private final ChangeEngine engine;

    private SnapshotProcess(Options options) {
        engine = new ChangeEngine(
                PenstockProcessor.settings(Installation.of(options), options.text("mongodb"), options.text("settings")),
                this,
                InstantSource.system());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, SnapshotProcess::new);
    }

    @Override
    public void start() {
        engine.start();
    }

    @Override
    public void stateChanged(EngineState state) {
        if (state instanceof EngineState.Failed) {
            System.exit(1);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
