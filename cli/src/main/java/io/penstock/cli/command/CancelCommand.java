package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Cancel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock cancel}. */
@Command(
        name = "cancel",
        header = "Takes back what is open of a task id.",
        description = {
            "",
            "Every version that waits is told as cancelled, and one that runs is interrupted and cannot settle any more."
                    + " A later change of the document makes a task again."
        },
        footer = {"", "Examples:", "  A task:", "    penstock cancel --job invoice o-4711"})
public final class CancelCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Mixin
    private final TaskIdOptions task = new TaskIdOptions();

    public CancelCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Cancel(task.job(), task.collection(), task.taskId()), surroundings);
    }
}
