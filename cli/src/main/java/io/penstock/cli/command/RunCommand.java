package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.KafkaAddress;
import io.penstock.cli.running.Parts;
import io.penstock.processor.App;
import io.penstock.processor.Observation;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock run}. */
@Command(
        name = "run",
        header = "Runs the processor, alone: from changes in Kafka to results in Kafka.",
        description = {
            "",
            "Makes tasks of changes, runs their handlers, writes results and dead letters. Several processes with one"
                    + " configuration, each with a state directory of its own, share the work. Ctrl-C ends it."
        },
        footer = {"", "Example:", "  penstock run --config penstock.yaml --state data/state"})
public final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOption config = new ConfigurationOption();

    @Mixin
    private HandlersOption handlers = new HandlersOption();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The directory that keeps this process's state. Default: ${DEFAULT-VALUE}.")
    private Path state = Path.of("data", "state");

    @Mixin
    private HealthOptions health = new HealthOptions();

    public RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = KafkaAddress.known(handlers.read(config, App::problems, Observation::problems));
        Duration grace = settings.processing().dispatch().shutdownGrace();
        try (Shutdown shutdown = Shutdown.withGrace(grace, surroundings.stop())) {
            Parts parts = new Parts(settings, shutdown, surroundings.stop());
            health.watch(parts, shutdown, surroundings.clock());
            String look = Ready.look(parts.observeDrainable(surroundings.clock()));
            parts.startProcessor(state, TaskListener.NONE);
            parts.startCopies();
            if (parts.awaitReady()) {
                surroundings.out().println("Processor ready: it has its partitions" + look + "; Ctrl-C ends it");
                parts.awaitStop();
                if (parts.drain()) {
                    surroundings.out().println("Drained: what is left to do is the other processes'");
                } else {
                    surroundings.err().println(Ready.ending(grace));
                }
            }
        } catch (JobsChangedException e) {
            throw config.explain(e);
        }
        return ExitCodes.DONE;
    }
}
