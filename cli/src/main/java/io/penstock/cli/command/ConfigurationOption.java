package io.penstock.cli.command;

import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of commands that do not work without a configuration file. */
final class ConfigurationOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "Penstock's configuration file.")
    private Path file = Path.of("");

    /**
     * What the file says.
     *
     * @param checks what else is to be checked
     * @throws CommandFailure with all that is wrong with the file, see {@link ConfigurationFile#read}
     */
    Settings read(SettingsCheck... checks) {
        return ConfigurationFile.read(file, checks);
    }
}
