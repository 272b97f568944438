package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.KafkaAddress;
import io.penstock.cli.running.Parts;
import io.penstock.connectors.engine.EngineState;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.Observation;
import io.penstock.settings.Settings;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock connect}. */
@Command(
        name = "connect",
        header = "Runs the change engine, alone: from MongoDB to Kafka.",
        description = {
            "",
            "Debezium's engine carries every change of the collections that the jobs name into Kafka. It waits, and goes"
                    + " on by itself, while MongoDB or Kafka is away. Start it twice, and one works while the other stands by and"
                    + " takes over within 15 seconds when that is killed. Ctrl-C ends it."
        },
        footer = {"", "Example:", "  penstock connect --config penstock.yaml"})
public final class ConnectCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOption config = new ConfigurationOption();

    @Mixin
    private HealthOptions health = new HealthOptions();

    public ConnectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = KafkaAddress.known(config.read(SourceProperties::problems, Observation::problems));
        try (Shutdown shutdown = new Shutdown()) {
            Parts parts = new Parts(settings, shutdown, surroundings.stop());
            health.watch(parts, shutdown, surroundings.clock());
            String look = Ready.look(parts.observe(surroundings.clock()));
            Supplier<EngineState> state = parts.startEngine(surroundings.clock());
            if (parts.awaitReady()) {
                String does = state.get() instanceof EngineState.StandingBy
                        ? "it stands by for another that works"
                        : "it follows the change stream";
                surroundings.out().println("Change engine ready: " + does + look + "; Ctrl-C ends it");
                parts.awaitStop();
            }
        }
        return ExitCodes.DONE;
    }
}
