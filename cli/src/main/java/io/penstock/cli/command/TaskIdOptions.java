package io.penstock.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name a task id of a job. */
final class TaskIdOptions {
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

    String job() {
        return job;
    }

    String taskId() {
        return taskId;
    }

    Optional<String> collection() {
        return collection;
    }
}
