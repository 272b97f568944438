package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Pause;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final LaneOptions lane = new LaneOptions();

    public PauseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Pause(lane.job(), lane.lane()), surroundings);
    }
}
