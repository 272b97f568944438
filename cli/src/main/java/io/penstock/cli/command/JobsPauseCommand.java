package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Pause;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock jobs pause}: all of a job, where {@code penstock pause} takes lanes, too. */
@Command(
        name = "pause",
        header = "Holds a job: nothing more of it begins.",
        description = {
            "",
            "What runs goes on to its end, and new tasks are still taken on and wait, also over restarts."
        },
        footer = {"", "Example:", "  penstock jobs pause invoice --config penstock.yaml"})
public final class JobsPauseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Mixin
    private final JobOptions job = new JobOptions();

    public JobsPauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Pause(job.name(), Optional.empty()), surroundings);
    }
}
