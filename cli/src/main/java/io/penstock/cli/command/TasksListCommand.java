package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Printable;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock tasks list}. */
@Command(
        name = "list",
        header = "Shows open tasks, of each partition those first that came first.",
        description = {
            "",
            "As of the last commit of the processes that have them. A state is ready (at work included), waiting (for a"
                    + " time to come), quarantined or paused."
        },
        footer = {
            "",
            "Examples:",
            "  penstock tasks list --job invoice --state waiting --config penstock.yaml",
            "  What has been open for long:",
            "    penstock tasks list --older-than 10m"
        })
public final class TasksListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-j", "--job"},
            paramLabel = "JOB",
            description = "Of this job.")
    private Optional<String> job = Optional.empty();

    @Option(names = "--state", paramLabel = "STATE", description = "In this state: ${COMPLETION-CANDIDATES}.")
    private Optional<State> state = Optional.empty();

    @Option(names = "--lane", paramLabel = "KEY", description = "Of this shard key.")
    private Optional<String> lane = Optional.empty();

    @Option(names = "--older-than", paramLabel = "TIME", description = "Open for longer than this, such as 30s or 2h.")
    private Optional<String> olderThan = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "So many of each process at most, up to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit = 100;

    /** As the processes call them. */
    enum State {
        READY,
        WAITING,
        QUARANTINED,
        PAUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TasksListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        StringBuilder target = new StringBuilder("/tasks?limit=").append(limit);
        add(target, "job", job);
        add(target, "state", state.map(State::word));
        add(target, "lane", lane);
        add(target, "older-than", olderThan);
        JsonNode answer = connection.processes().ask(target.toString());
        Answers.tellOfSilent(surroundings, answer.path("unanswered"));
        if (output.json()) {
            answer.path("tasks").forEach(surroundings.out()::println);
            return ExitCodes.DONE;
        }
        Table table = new Table(List.of(
                Column.text("JOB"),
                Column.text("TASK"),
                Column.text("LANE"),
                Column.text("STATE"),
                Column.number("ATTEMPTS"),
                Column.text("FIRST SEEN"),
                Column.text("NOT BEFORE")));
        answer.path("tasks")
                .forEach(task -> table.add(List.of(
                        task.path("job").asText(),
                        Printable.line(task.path("taskId").asText()),
                        Printable.line(task.path("lane").asText()),
                        task.path("state").asText(),
                        task.path("attempts").asText(),
                        task.path("firstSeen").asText(),
                        task.path("notBefore").asText("-"))));
        table.print(surroundings.out());
        return ExitCodes.DONE;
    }

    private static void add(StringBuilder target, String name, Optional<String> value) {
        value.ifPresent(text -> target.append('&').append(name).append('=').append(Answers.escaped(text)));
    }
}
