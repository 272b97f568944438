package io.penstock.cli.command;

import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code penstock completion}. */
@Command(
        name = "completion",
        header = "Prints a script that completes commands and options in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  For this shell:",
            "    source <(penstock completion)",
            "  For every shell of this user:",
            "    penstock completion > ~/.local/share/bash-completion/completions/penstock"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println(AutoComplete.bash("penstock", command.root().commandLine()));
        return ExitCodes.DONE;
    }
}
