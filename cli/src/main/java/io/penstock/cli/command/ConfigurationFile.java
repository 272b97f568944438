package io.penstock.cli.command;

import io.penstock.cli.process.CommandFailure;
import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the file that a user named with {@code --config}. */
public final class ConfigurationFile {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFile.class);

    private ConfigurationFile() {}

    /**
     * What the file says.
     *
     * @param checks what else is to be checked
     * @throws CommandFailure with all that is wrong with the file, a line each; exit code 2
     */
    public static Settings read(Path file, SettingsCheck... checks) {
        Reading reading = SettingsFile.read(file).checkedBy(List.of(checks));
        reading.warnings().forEach(warning -> LOG.warn("{}:{}", file, warning));
        return reading.settings()
                .orElseThrow(() -> CommandFailure.wrongUsage(reading.problems().stream()
                        .map(problem -> file + ":" + problem)
                        .collect(Collectors.joining(System.lineSeparator()))));
    }
}
