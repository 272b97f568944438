package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Logging;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.KafkaAddress;
import io.penstock.cli.running.Parts;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.processor.App;
import io.penstock.processor.Observation;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.processor.task.TaskListener;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock up}. */
@Command(
        name = "up",
        header = "Runs everything on one machine: Kafka broker, change engine, processor.",
        description = {
            "",
            "The installation for a single machine: the embedded Kafka broker, Debezium's engine that feeds it from"
                    + " your MongoDB, and the processor, in one process. What is in the section 'kafka' about another"
                    + " cluster does not count. The broker's data, the processor's state and the log stand side by side"
                    + " and are kept across restarts. Ctrl-C ends it."
        },
        footer = {"", "Example:", "  penstock up --config penstock.yaml"})
public final class UpCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOption config = new ConfigurationOption();

    @Mixin
    private HandlersOption handlers = new HandlersOption();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The directory that keeps the processor's state. Default: 'state' beside the broker's data.")
    private Optional<Path> state = Optional.empty();

    @Mixin
    private HealthOptions health = new HealthOptions();

    public UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = handlers.read(config, App::problems, SourceProperties::problems, Observation::problems);
        Path data = settings.broker().data();
        Path log = data.resolveSibling("logs").resolve("penstock.log");
        Logging.toFile(log);
        surroundings.err().println("Starting broker, processor and change engine; the log is " + log);
        Duration grace = settings.processing().dispatch().shutdownGrace();
        try (Shutdown shutdown = Shutdown.withGrace(grace, surroundings.stop())) {
            EmbeddedBroker broker = shutdown.closing(
                    "the broker", EmbeddedBroker.start(data, settings.broker().port()));
            Parts parts = new Parts(
                    KafkaAddress.embedded(settings, broker.bootstrapServers()), shutdown, surroundings.stop());
            health.watch(parts, shutdown, surroundings.clock());
            String look = Ready.look(parts.observe(surroundings.clock()));
            parts.startProcessor(state.orElse(data.resolveSibling("state")), TaskListener.NONE);
            parts.startCopies();
            parts.startEngine(surroundings.clock());
            if (parts.awaitReady()) {
                surroundings
                        .out()
                        .println("Penstock ready, Kafka at " + broker.bootstrapServers() + look + "; Ctrl-C ends it");
                parts.awaitStop();
                surroundings.err().println(Ready.ending(grace));
            }
        } catch (JobsChangedException e) {
            throw config.explain(e);
        }
        return ExitCodes.DONE;
    }
}
