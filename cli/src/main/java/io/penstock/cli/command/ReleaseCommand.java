package io.penstock.cli.command;

import io.penstock.cli.process.Surroundings;
import io.penstock.records.Command.Release;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final LaneOptions lane = new LaneOptions();

    public ReleaseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return options.ask(new Release(lane.job(), lane.namedLane()), surroundings);
    }
}
