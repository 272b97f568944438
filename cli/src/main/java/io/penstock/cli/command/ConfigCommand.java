package io.penstock.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock config}: what can be done with a configuration file alone. */
@Command(
        name = "config",
        header = "Looks at configuration files.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  What is wrong with a file, all of it at once:",
            "    penstock config check penstock.yaml",
            "  Prometheus's rules for the objectives in it:",
            "    penstock config alerts penstock.yaml > objectives.yaml"
        })
public final class ConfigCommand implements Runnable {
    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Name a command");
    }
}
