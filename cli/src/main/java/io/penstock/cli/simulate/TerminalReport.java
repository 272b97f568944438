package io.penstock.cli.simulate;

import io.penstock.cli.terminal.Table;
import io.penstock.cli.terminal.Table.Column;
import io.penstock.governor.limit.Change;
import io.penstock.governor.trace.Point;
import io.penstock.governor.trace.Replay;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A replay for people: two charts, what happened, and what it came to. */
final class TerminalReport {
    private static final int ROWS = 8;
    private static final double HIGHEST_PRESSURE = 2;
    private static final int MOST_CHANGES = 40;

    private TerminalReport() {}

    static void print(Replay replay, int columns, PrintStream out) {
        double[] limits = replay.points().stream().mapToDouble(Point::limit).toArray();
        double[] pressures =
                replay.points().stream().mapToDouble(Point::pressure).toArray();
        double highest = Math.max(
                1e-3, replay.points().stream().mapToDouble(Point::limit).max().orElse(1));
        out.println("Limit of concurrent background attempts");
        Chart.draw(limits, highest, ROWS, columns).forEach(out::println);
        out.println(Chart.axis(limits.length, columns));
        out.println();
        out.println("The worst signal; 1 is its objective");
        Chart.draw(pressures, HIGHEST_PRESSURE, ROWS, columns).forEach(out::println);
        out.println(Chart.axis(limits.length, columns));
        out.println();
        changes(Summary.telling(replay), out);
        out.println();
        summary(Summary.of(replay), out);
    }

    private static void changes(List<Change> changes, PrintStream out) {
        Table table = new Table(List.of(
                Column.number("SECOND"),
                Column.number("FROM"),
                Column.number("TO"),
                Column.text("STATE"),
                Column.text("WHY")));
        changes.stream()
                .limit(MOST_CHANGES)
                .forEach(change -> table.add(List.of(
                        format("%.2f", change.at() / 1e9),
                        format("%.2f", change.from()),
                        format("%.2f", change.to()),
                        change.state().name().toLowerCase(Locale.ROOT),
                        change.reason().text())));
        table.print(out);
        if (changes.size() > MOST_CHANGES) {
            out.println("… and " + (changes.size() - MOST_CHANGES) + " more; --json shows all");
        }
    }

    private static void summary(Summary summary, PrintStream out) {
        out.println(format(
                "%d s: a limit of %.2f on average (coefficient of variation %.2f), %d cuts; beyond the objective in %d s",
                summary.seconds(), summary.meanLimit(), summary.variation(), summary.cuts(), summary.missedSeconds()));
        out.println(summary.inState().entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " " + entry.getValue() + " s")
                .collect(Collectors.joining(", ")));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
