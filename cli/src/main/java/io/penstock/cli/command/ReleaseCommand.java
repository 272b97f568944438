package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Release;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock release}. */
@Command(
        name = "release",
        header = "Lets a lane go on that was set aside because of its failures.",
        description = {
            "",
            "A lane is set aside (job: quarantine) when so many of its tasks in a row became dead letters. Its tasks wait;"
                    + " released, they run in their order. What became a dead letter is tried again with 'penstock retry'."
        },
        footer = {"", "Examples:", "  The lane of customer c17 goes on:", "    penstock release --job invoice c17"})
public final class ReleaseCommand implements Callable<Integer> {
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

    public ReleaseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(
                new Release(
                        job,
                        CommandOptions.lane(command, shardKey, taskId, collection)
                                .orElseThrow(() -> new ParameterException(
                                        command.commandLine(), "Name the lane: its shard key, or --task-id"))),
                surroundings);
    }
}
