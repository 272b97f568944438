package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.processor.registry.JobsChangedException;
import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
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

    /** What the file is called. */
    Path file() {
        return file;
    }

    /** What is wrong with jobs that are not what they were, with the places in the file. */
    CommandFailure explain(JobsChangedException changed) {
        Reading reading = SettingsFile.read(file);
        return CommandFailure.failed(
                "The processor does not start."
                        + System.lineSeparator()
                        + changed.text(problem -> file + ":" + reading.locate(problem), file.toString()),
                changed);
    }
}
