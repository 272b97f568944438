package io.penstock.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock lanes}. */
@Command(
        name = "lanes",
        header = "Shows lanes: those that are set aside, and those with the most tasks.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Example:", "  penstock lanes list --quarantined --config penstock.yaml"})
public final class LanesCommand implements Runnable {
    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Name what to do");
    }
}
