package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Pause;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock pause}. */
@Command(
        name = "pause",
        header = "Holds a job, or one of its lanes: nothing more of it begins.",
        description = {
            "",
            "What runs goes on to its end, and new tasks are still taken on and wait. It lasts, across restarts, until"
                    + " 'penstock resume'."
        },
        footer = {
            "",
            "Examples:",
            "  All of a job:",
            "    penstock pause --job invoice",
            "  One lane of it:",
            "    penstock pause --job invoice c17"
        })
public final class PauseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            required = true,
            description = "The job.")
    private String job = "";

    @Parameters(arity = "0..1", paramLabel = "SHARD_KEY", description = "The lane: that of this shard key.")
    private Optional<String> shardKey = Optional.empty();

    @Option(
            names = "--task-id",
            paramLabel = "ID",
            description = "The lane of a task id, where the job says 'order: none'.")
    private Optional<String> taskId = Optional.empty();

    @Option(
            names = "--collection",
            paramLabel = "DB.COLLECTION",
            description = "The collection with the task's document; needed where the job has several.")
    private Optional<String> collection = Optional.empty();

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    public PauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Pause(job, CommandOptions.lane(command, shardKey, taskId, collection)), surroundings);
    }
}
