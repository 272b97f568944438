package io.penstock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What the governor has decided, for the terminal. */
final class GovernorReport {
    private GovernorReport() {}

    /**
     * Shows it.
     *
     * @param governor what holds for all processes
     * @param instances the processes, each with its share
     */
    static void print(JsonNode governor, JsonNode instances, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "Governor %s: limit %.2f (from %.2f to %.2f), %.2f in use, as of %s%n  %s%n  %s%n",
                governor.path("state").asText(),
                governor.path("limit").asDouble(),
                governor.path("floor").asDouble(),
                governor.path("ceiling").asDouble(),
                governor.path("inUse").asDouble(),
                governor.path("at").asText(),
                governor.path("reason").asText(),
                "processes that the load wants: "
                        + governor.path("instancesWanted").asInt());
        Table signals = new Table(List.of(
                Column.text("SIGNAL"),
                Column.number("BURN"),
                Column.number("LATENCY"),
                Column.number("OBJECTIVE"),
                Column.text("SPEAKS")));
        governor.path("signals")
                .forEach(signal -> signals.add(List.of(
                        signal.path("signal").asText(),
                        figure(signal.path("burn").asDouble()),
                        Answers.seconds(signal.path("latency").asDouble()),
                        Answers.seconds(signal.path("objective").asDouble()),
                        signal.path("silent").asBoolean() ? "no" : "yes")));
        signals.print(out);
        Table shares = new Table(
                List.of(Column.text("PROCESS"), Column.number("SHARE"), Column.number("WANTS"), Column.number("RUNS")));
        for (JsonNode each : instances) {
            JsonNode own = each.path("governor");
            if (own.has("share")) {
                shares.add(List.of(
                        each.path("address").asText(),
                        figure(own.path("share").asDouble()),
                        figure(own.path("demand").asDouble()),
                        figure(own.path("inUse").asDouble())));
            }
        }
        shares.print(out);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
