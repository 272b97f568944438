package io.penstock.benchmarks.engine;

import io.penstock.benchmarks.process.Contestant;
import io.penstock.connectors.engine.ChangeEngine;
import io.penstock.connectors.engine.EngineListener;
import io.penstock.connectors.engine.EngineState;
import java.time.InstantSource;

/** Penstock's engine as {@code penstock connect} runs it. */
final class PenstockEngine implements Contestant, EngineListener {
    private final ChangeEngine engine;

    private PenstockEngine(EngineRun run) {
        this.engine = new ChangeEngine(run.settings(), this, InstantSource.system());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Contestant.run(arguments, options -> new PenstockEngine(EngineRun.of(options)));
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
