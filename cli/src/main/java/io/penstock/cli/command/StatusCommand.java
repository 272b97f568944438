package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.process.ExitCodes;
import io.penstock.cli.process.Surroundings;
import io.penstock.cli.terminal.Figures;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock status}. */
@Command(
        name = "status",
        header = "Shows the processes of a deployment and how their jobs stand.",
        description = {
            "",
            "Asks every process. Its lag are the records that wait on their topics until it takes them in; what is open"
                    + " is as of its last commit; dead letters are counted since the processes started. The asking"
                    + " joins no group and leaves no trace."
        },
        footer = {
            "",
            "Examples:",
            "  penstock status --config penstock.yaml",
            "  How many tasks are open:",
            "    penstock status --json | jq '[.jobs[].open] | add'"
        })
public final class StatusCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JsonNode status = connection.processes().ask("/status");
        if (output.json()) {
            surroundings.out().println(status);
            return ExitCodes.DONE;
        }
        processes(status).print(surroundings.out());
        surroundings.out().println();
        if (status.has("governor")) {
            GovernorReport.print(status.path("governor"), status.path("instances"), surroundings.out());
            surroundings.out().println();
        }
        jobs(status.path("jobs")).print(surroundings.out());
        return ExitCodes.DONE;
    }

    private static Table processes(JsonNode status) {
        Table table = new Table(List.of(
                Column.text("PROCESS"),
                Column.text("STATE"),
                Column.number("PARTITIONS"),
                Column.number("LAG"),
                Column.text("READY")));
        for (JsonNode each : status.path("instances")) {
            table.add(List.of(
                    each.path("address").asText(),
                    each.path(each.has("error") ? "error" : "state").asText(),
                    Integer.toString(each.path("partitions").size()),
                    each.has("lag") ? Figures.count(each.path("lag").asLong()) : "-",
                    each.path("ready").asBoolean() ? "yes" : "no"));
        }
        if (status.path("instances").size() > 1) {
            table.add(List.of("all", "", "", Figures.count(status.path("lag").asLong()), ""));
        }
        return table;
    }

    /** Of the error budgets the one of which the least is left. */
    private static String budget(JsonNode objectives) {
        double least = Double.POSITIVE_INFINITY;
        for (JsonNode objective : objectives) {
            least = Math.min(least, objective.path("budgetLeft").asDouble());
        }
        return Double.isInfinite(least) ? "-" : "%.0f %%".formatted(100 * least);
    }

    /** Jobs with their figures. */
    static Table jobs(JsonNode jobs) {
        Table table = new Table(List.of(
                Column.text("JOB"),
                Column.text("STATE"),
                Column.number("NEW/S"),
                Column.number("DONE/S"),
                Column.number("LATENCY"),
                Column.number("99%"),
                Column.number("OPEN"),
                Column.number("OLDEST"),
                Column.number("QUARANTINED"),
                Column.number("DEAD LETTERS"),
                Column.number("BUDGET LEFT")));
        for (JsonNode job : jobs) {
            long lost = 0;
            for (JsonNode loss : job.path("deadLetters")) {
                lost += loss.path("count").asLong();
            }
            boolean open = job.path("open").asLong() > 0;
            table.add(List.of(
                    job.path("job").asText(),
                    job.path("paused").asBoolean() ? "paused" : "runs",
                    Answers.rate(job.path("cameRate").asDouble()),
                    Answers.rate(job.path("doneRate").asDouble()),
                    Answers.seconds(job.path("latencyMedian").asDouble()),
                    Answers.seconds(job.path("latencyP99").asDouble()),
                    Figures.count(job.path("open").asLong()),
                    open ? Answers.seconds(job.path("oldest").asDouble()) : "-",
                    Figures.count(job.path("quarantined").asLong()),
                    Figures.count(lost),
                    budget(job.path("objectives"))));
        }
        return table;
    }
}
