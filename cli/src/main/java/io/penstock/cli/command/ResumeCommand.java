package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Resume;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final LaneOptions lane = new LaneOptions();

    public ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Resume(lane.job(), lane.lane()), surroundings);
    }
}
