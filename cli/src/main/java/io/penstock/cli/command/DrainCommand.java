package io.penstock.cli.command;

import io.penstock.cli.drain.Drain;
import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.Surroundings;
import io.penstock.processor.http.Token;
import io.penstock.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock drain}. */
@Command(
        name = "drain",
        header = "Has a process end its work and leave; the others take over.",
        description = {
            "",
            "The process begins no more attempts, lets those that run end within shutdown.grace, leaves the consumer group,"
                    + " and ends with exit code 0. What it was to do is kept where the others find it: nothing is lost, and"
                    + " what had its result is not done again. With standby replicas (streams: {num.standby.replicas: 1})"
                    + " those who have them come first, and need not restore.",
            "",
            "The command waits until the others work on all partitions that it had. Ctrl-C ends the waiting alone. The"
                    + " process is told over its HTTP port, with the token of http.token-file: --config is needed, for that"
                    + " file says where the token is."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the process has left, and the others work on its partitions",
            "1:not done in time, Ctrl-C, it refuses, or it is the last",
            "2:wrong usage, or no such process"
        },
        footer = {
            "",
            "Examples:",
            "  Who is there:",
            "    penstock status --config penstock.yaml",
            "  One of them leaves:",
            "    penstock drain 10.0.0.7:8080 --config penstock.yaml"
        })
public final class DrainCommand implements Callable<Integer> {
    private static final Duration TAKING_OVER = Duration.ofMinutes(2);

    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Parameters(
            paramLabel = "INSTANCE",
            description = "The process, as 'penstock status' names it: host:port of its HTTP port.")
    private String instance = "";

    @Option(names = "--force", description = "Also if it is the last, and nobody takes over.")
    private boolean force;

    private Optional<Duration> timeout = Optional.empty();

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait until the others have taken over. Default: 2 min more than shutdown.grace.")
    void timeout(String text) {
        timeout = Optional.of(CommandOptions.duration(command, "--timeout", text));
    }

    public DrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = connection
                .settings()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "Name the configuration with --config: it says where the token is"));
        Duration patience = timeout.orElseGet(
                () -> settings.processing().dispatch().shutdownGrace().plus(TAKING_OVER));
        return new Drain(
                        connection.processes(),
                        surroundings,
                        new Drain.Request(instance, force, patience, output.json()))
                .run(token(settings));
    }

    private static Token token(Settings settings) {
        Path file = settings.processing()
                .http()
                .tokenFile()
                .orElseThrow(
                        () -> CommandFailure.wrongUsage(
                                "Who ends a process has to show a token, and the configuration names none: write http.token-file,"
                                        + " and start the processes with it. Without a token, end the process as a service manager"
                                        + " does (SIGTERM): it leaves in the same order, and nobody says when the others took over."));
        try {
            return Token.read(file);
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
