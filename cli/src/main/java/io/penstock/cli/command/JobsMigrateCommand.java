package io.penstock.cli.command;

import io.penstock.cli.migrate.Migration;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.running.KafkaAddress;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.App;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock jobs migrate}. */
@Command(
        name = "migrate",
        header = "Brings a job to another task id, version, shard key or collection, or all jobs to other partitions.",
        description = {
            "",
            "What decides where a task stands is recorded, and a configuration that changes it does not start. This makes it"
                    + " start. Stop all processors, but not the engine, and call it with the configuration as it is to be:",
            "",
            "1. It runs a processor that takes in no changes: what is open is done, as what it was; then all that is known of"
                    + " the job is erased. Other jobs' open tasks are done, too. What keeps a task open, a quarantined lane, a"
                    + " pause, a time to come, keeps this waiting: 'penstock release', 'resume' and 'cancel' work.",
            "2. It says so, and waits until processors are started with the new configuration. Changes that came in the"
                    + " meantime are run then, once, under the new identity.",
            "3. An incremental snapshot of the job's collections makes their documents known: nothing of it is run.",
            "",
            "Until 1 is done the processors refuse to start. Ctrl-C, or a crash, loses nothing: called again, it goes on where"
                    + " it was."
        },
        footer = {
            "",
            "Examples:",
            "  One job:",
            "    penstock jobs migrate invoice --config penstock.yaml",
            "  The number of partitions, or the first or the last shard key:",
            "    penstock jobs migrate --all --config penstock.yaml",
            "  With penstock up, stopped: the broker alone, the first step, then penstock up, then the rest:",
            "    penstock broker --config penstock.yaml &",
            "    penstock jobs migrate invoice --config penstock.yaml --drain-only",
            "    kill %%1; penstock up --config penstock.yaml &",
            "    penstock jobs migrate invoice --config penstock.yaml"
        })
public final class JobsMigrateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigurationOption config = new ConfigurationOption();

    @Mixin
    private HandlersOption handlers = new HandlersOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The job.")
    private Optional<String> job = Optional.empty();

    @Option(
            names = "--all",
            description =
                    "All jobs; needed if the number of partitions is another one, or shard keys begin or end to be used.")
    private boolean all;

    @Option(names = "--drain-only", description = "Only the first step.")
    private boolean drainOnly;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The directory that keeps the state of the processor that this runs; one of 'penstock run' will do,"
                            + " and spares a restore. Default: ${DEFAULT-VALUE}.")
    private Path state = Path.of("data", "state");

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public JobsMigrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (all == job.isPresent()) {
            throw new ParameterException(command.commandLine(), "Name a job, or write --all");
        }
        Settings settings = KafkaAddress.known(handlers.read(config, App::problems, SourceProperties::problems));
        return new Migration(settings, surroundings, new Migration.Request(job, state, config.file(), drainOnly)).run();
    }
}
