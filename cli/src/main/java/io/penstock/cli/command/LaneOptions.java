package io.penstock.cli.command;

import io.penstock.records.Command.Lane;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that name a job, or one of its lanes. */
final class LaneOptions {
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

    @Spec(Spec.Target.MIXEE)
    private @SuppressWarnings("NullAway.Init") CommandSpec command;

    String job() {
        return job;
    }

    /** The lane, where one is named. */
    Optional<Lane> lane() {
        if (shardKey.isPresent() && taskId.isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "Name the lane by its shard key or with --task-id, not both");
        }
        return shardKey.<Lane>map(Lane.OfShardKey::new).or(() -> taskId.map(id -> new Lane.OfTask(collection, id)));
    }

    /** The lane, which has to be named. */
    Lane namedLane() {
        return lane().orElseThrow(() ->
                new ParameterException(command.commandLine(), "Name the lane: its shard key, or --task-id"));
    }
}
