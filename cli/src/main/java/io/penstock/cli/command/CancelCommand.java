package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Cancel;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            required = true,
            description = "The job.")
    private String job = "";

    @Parameters(arity = "1", paramLabel = "TASK_ID", description = "The task id.")
    private String taskId = "";

    @Option(
            names = "--collection",
            paramLabel = "DB.COLLECTION",
            description = "The collection with the task's document; needed where the job has several.")
    private Optional<String> collection = Optional.empty();

    public CancelCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Cancel(job, collection, taskId), surroundings);
    }
}
