package io.penstock.cli.command;

import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option of commands that load handlers: where the users' jars are, whatever the configuration file says of that. */
final class HandlersOption {
    @Option(
            names = "--handlers",
            paramLabel = "DIR",
            description = "The directory with the jars of your handlers. Default: what the configuration file says"
                    + " ('handlers'); without that, handlers.")
    private Optional<Path> folder = Optional.empty();

    /**
     * What a configuration file says, but for the directory that the option names.
     *
     * @param checks what else is to be checked, with that directory
     */
    Settings read(ConfigurationOption config, SettingsCheck... checks) {
        return in(config.read(within(List.of(checks)).toArray(SettingsCheck[]::new)));
    }

    /** The same checks, of what is so with the directory that the option names. */
    List<SettingsCheck> within(List<SettingsCheck> checks) {
        return checks.stream()
                .<SettingsCheck>map(check -> settings -> check.check(in(settings)))
                .toList();
    }

    private Settings in(Settings settings) {
        return folder.map(settings::withHandlers).orElse(settings);
    }
}
