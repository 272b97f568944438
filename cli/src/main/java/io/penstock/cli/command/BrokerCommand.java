package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Logging;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.process.Surroundings;
import io.penstock.embedded.kafka.EmbeddedBroker;
import io.penstock.settings.BrokerSettings;
import io.penstock.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock broker}. */
@Command(
        name = "broker",
        header = "Runs the embedded Kafka broker, alone.",
        description = {
            "",
            "A Kafka broker for a single machine: broker and controller in one process, on the loopback interface only."
                    + " It keeps its data, and its port, across restarts. It logs to logs/broker.log in its data"
                    + " directory. Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  As the configuration file says:",
            "    penstock broker --config penstock.yaml",
            "  With its data in /var/lib/penstock, where clients expect it:",
            "    penstock broker --data /var/lib/penstock --port 9092"
        })
public final class BrokerCommand implements Callable<Integer> {
    private static final BrokerSettings DEFAULT = new BrokerSettings(Path.of("data", "broker"), 0);
    private static final int LARGEST_PORT = 65_535;

    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Penstock's configuration file; its section 'broker' counts.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The directory that keeps the data. Default: what the file says; without one, data/broker.")
    private Optional<Path> data = Optional.empty();

    private Optional<Integer> port = Optional.empty();

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public BrokerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port on the loopback interface; 0 for the one it had before, or any that is free."
                    + " Default: what the file says; without one, 0.")
    void port(Optional<Integer> port) {
        if (port.filter(n -> n < 0 || n > LARGEST_PORT).isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "--port must be from 0 to " + LARGEST_PORT + ", not " + port.get());
        }
        this.port = port;
    }

    @Override
    public Integer call() throws InterruptedException {
        BrokerSettings settings =
                config.map(ConfigurationFile::read).map(Settings::broker).orElse(DEFAULT);
        Path directory = data.orElse(settings.data());
        Logging.toFile(directory.resolve("logs").resolve("broker.log"));
        try (Shutdown shutdown = new Shutdown()) {
            EmbeddedBroker broker =
                    shutdown.closing("the broker", EmbeddedBroker.start(directory, port.orElse(settings.port())));
            surroundings
                    .out()
                    .println("Kafka broker ready at " + broker.bootstrapServers() + ", data in "
                            + directory.toAbsolutePath().normalize() + "; Ctrl-C ends it");
            surroundings.stop().await();
        }
        return ExitCodes.DONE;
    }
}
