package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.cli.process.HealthFile;
import io.penstock.cli.process.Shutdown;
import io.penstock.cli.running.Parts;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options with which a long-lived command lets others see that it works. */
final class HealthOptions {
    /** The environment variable that names the file; a container image sets it for all commands. */
    static final String ENVIRONMENT = "PENSTOCK_HEALTH_FILE";

    @Option(
            names = "--health-file",
            paramLabel = "FILE",
            defaultValue = "${env:" + ENVIRONMENT + "}",
            description =
                    "A file to touch every few seconds as long as all parts work: if it is missing, or older than a"
                            + " minute, they do not. Default: what the environment variable " + ENVIRONMENT
                            + " names; without"
                            + " it, none.")
    private Optional<Path> file = Optional.empty();

    /**
     * Has the parts report to the file, if there is one.
     *
     * @throws CommandFailure if it cannot be written
     */
    void watch(Parts parts, Shutdown shutdown, InstantSource clock) {
        file.map(path -> shutdown.closing("the health file", new HealthFile(path, clock)))
                .ifPresent(health -> parts.reportTo(health::report));
    }
}
