package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.settings.ByteSize;
import io.penstock.settings.DurationText;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import io.penstock.settings.SettingsCheck;
import io.penstock.settings.file.Reading;
import io.penstock.settings.file.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code penstock config check}. */
@Command(
        name = "check",
        header = "Says what is wrong with a configuration file, all of it at once.",
        description = {
            "",
            "A problem is a line FILE:LINE:COLUMN: MESSAGE on standard output, as compilers write it. What works, but has"
                    + " a price, is a line with 'warning:'. Conditions are compiled, handlers and the files of 'http' looked"
                    + " for; nothing is connected to. Environment variables that the file names must be set."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the file is fine", "2:something is wrong with it"},
        footer = {
            "",
            "Examples:",
            "  Before a restart:",
            "    penstock config check penstock.yaml",
            "  In a script:",
            "    penstock config check penstock.yaml && penstock run --config penstock.yaml"
        })
public final class ConfigCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final List<SettingsCheck> checks;

    @Parameters(paramLabel = "FILE", description = "The configuration file.")
    private @SuppressWarnings("NullAway.Init") Path file;

    @Mixin
    private HandlersOption handlers = new HandlersOption();

    /**
     * Makes the command.
     *
     * @param checks what is to be checked beyond what the file itself can tell
     */
    public ConfigCheckCommand(Surroundings surroundings, List<SettingsCheck> checks) {
        this.surroundings = surroundings;
        this.checks = List.copyOf(checks);
    }

    @Override
    public Integer call() {
        Reading reading = SettingsFile.read(file).checkedBy(handlers.within(checks));
        reading.problems().forEach(problem -> surroundings.out().println(file + ":" + problem));
        reading.warnings()
                .forEach(warning -> surroundings
                        .out()
                        .println(file + ":" + warning.location() + ": warning: " + warning.message()));
        reading.settings().ifPresent(settings -> surroundings.out().println(file + " is fine: " + summary(settings)));
        return reading.settings().isPresent() ? ExitCodes.DONE : ExitCodes.WRONG_USAGE;
    }

    private static String summary(Settings settings) {
        List<JobSettings> jobs = settings.jobs();
        String names = jobs.stream().map(JobSettings::name).collect(Collectors.joining(", "));
        return jobs.size() + (jobs.size() == 1 ? " job (" : " jobs (") + names + "), topics kept for "
                + DurationText.format(settings.topics().retention()) + ", records up to "
                + ByteSize.format(settings.topics().maxRecordBytes());
    }
}
