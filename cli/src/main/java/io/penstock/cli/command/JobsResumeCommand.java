package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Resume;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock jobs resume}: all of a job, where {@code penstock resume} takes lanes, too. */
@Command(
        name = "resume",
        header = "Lets a job go on that was paused, or is being retired.",
        description = {"", "Lanes that were paused by themselves stay so."},
        footer = {"", "Example:", "  penstock jobs resume invoice --config penstock.yaml"})
public final class JobsResumeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Mixin
    private final JobOptions job = new JobOptions();

    public JobsResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Resume(job.name(), Optional.empty()), surroundings);
    }
}
