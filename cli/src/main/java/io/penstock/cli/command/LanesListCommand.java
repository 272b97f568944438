package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock lanes list}. */
@Command(
        name = "list",
        header = "Shows lanes that are set aside, or those with the most open tasks.",
        description = {"", "As of the last commit of the processes that have them."},
        footer = {
            "",
            "Examples:",
            "  penstock lanes list --quarantined --config penstock.yaml",
            "  Where the work piles up:",
            "    penstock lanes list --hot --limit 10"
        })
public final class LanesListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "So many of each process (with --hot: of each partition) at most. Default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    /** Which lanes. */
    private static final class Which {
        @Option(names = "--quarantined", description = "Those that are set aside because of their failures.")
        @SuppressWarnings("UnusedVariable") // One of the two has to be said; what is not hot is this.
        private boolean quarantined;

        @Option(names = "--hot", description = "Those with the most open tasks.")
        private boolean hot;
    }

    public LanesListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JsonNode answer =
                connection.processes().ask("/lanes?show=" + (which.hot ? "hot" : "quarantined") + "&limit=" + limit);
        Answers.tellOfSilent(surroundings, answer.path("unanswered"));
        if (output.json()) {
            answer.path("lanes").forEach(surroundings.out()::println);
            return ExitCodes.DONE;
        }
        Table table = new Table(List.of(
                Column.text("JOB"),
                Column.text("LANE"),
                Column.number("TASKS"),
                Column.number("FAILURES IN A ROW"),
                Column.text("STATE")));
        answer.path("lanes")
                .forEach(lane -> table.add(List.of(
                        lane.path("job").asText(),
                        Printable.line(lane.path("lane").asText()),
                        Figures.count(lane.path("tasks").asLong()),
                        lane.path("failures").asText(),
                        lane.path("quarantined").asBoolean()
                                ? "quarantined"
                                : lane.path("paused").asBoolean() ? "paused" : "-")));
        table.print(surroundings.out());
        return ExitCodes.DONE;
    }
}
