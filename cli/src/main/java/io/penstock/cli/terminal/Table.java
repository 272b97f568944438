package io.penstock.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under headings, each column as wide as it must be. For one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading what stands above it
     * @param right whether it is set flush right, as numbers are
     */
    public record Column(String heading, boolean right) {
        /** A column of text. */
        public static Column text(String heading) {
            return new Column(heading, false);
        }

        /** A column of numbers. */
        public static Column number(String heading) {
            return new Column(heading, true);
        }
    }

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row, with one cell for each column. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Prints headings and rows; where there is none, that there is none. */
    public void print(PrintStream stream) {
        List<String> headings = columns.stream().map(Column::heading).toList();
        int[] widths = IntStream.range(0, columns.size())
                .map(column -> Math.max(
                        headings.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        stream.println(line(headings, widths));
        rows.forEach(row -> stream.println(line(row, widths)));
        if (rows.isEmpty()) {
            stream.println("(none)");
        }
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            String cell = cells.get(column);
            line.append(column == 0 ? "" : GAP).append(columns.get(column).right() ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}
