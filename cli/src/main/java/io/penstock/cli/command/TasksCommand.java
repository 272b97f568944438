package io.penstock.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penstock tasks}. */
@Command(
        name = "tasks",
        header = "Shows tasks: what became of them, and which are open.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Example:", "  penstock tasks show ID --job JOB --config penstock.yaml"})
public final class TasksCommand implements Runnable {
    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Name what to do");
    }
}
