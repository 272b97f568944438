package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Resume;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock resume}. */
@Command(
        name = "resume",
        header = "Lets a job, or one of its lanes, go on that was paused.",
        description = {"", "Lanes that were paused by themselves stay so when their job is resumed."},
        footer = {
            "",
            "Examples:",
            "  A job:",
            "    penstock resume --job invoice",
            "  One lane of it:",
            "    penstock resume --job invoice c17"
        })
public final class ResumeCommand implements Callable<Integer> {
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

    public ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Resume(job, CommandOptions.lane(command, shardKey, taskId, collection)), surroundings);
    }
}
