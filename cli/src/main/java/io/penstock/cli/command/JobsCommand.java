package io.penstock.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock jobs}. */
@Command(
        name = "jobs",
        header = "Shows the jobs, holds them, and takes them out of work.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Example:", "  penstock jobs list --config penstock.yaml"})
public final class JobsCommand implements Runnable {
    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Name what to do");
    }
}
