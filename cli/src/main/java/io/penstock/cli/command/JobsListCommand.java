package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock jobs list}. */
@Command(
        name = "list",
        header = "Shows how the jobs stand.",
        description = {"", "Asks every process; see 'penstock status' for these."},
        footer = {"", "Example:", "  penstock jobs list --config penstock.yaml"})
public final class JobsListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    public JobsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JsonNode jobs = connection.processes().ask("/status").path("jobs");
        if (output.json()) {
            jobs.forEach(surroundings.out()::println);
        } else {
            StatusCommand.jobs(jobs).print(surroundings.out());
        }
        return ExitCodes.DONE;
    }
}
