package io.penstock.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws values over time with characters: a column is the mean of those that fall into it. */
final class Chart {
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
    private static final int LABEL = 8;

    private Chart() {}

    /**
     * Draws.
     *
     * @param values from left to right
     * @param top the value at the upper edge; what is above it is cut off
     * @param rows height in lines
     * @param columns width in characters, labels included
     */
    static List<String> draw(double[] values, double top, int rows, int columns) {
        int width = Math.max(1, Math.min(columns - LABEL - 2, values.length));
        List<String> lines = new ArrayList<>();
        for (int row = rows - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder(label(row, rows, top)).append(" ┤");
            for (int column = 0; column < width; column++) {
                double height = Math.min(1, mean(values, column, width) / top) * rows * 8;
                // What is above nothing is seen, be it ever so little.
                long eighths = height > 0 ? Math.max(1, Math.round(height)) : 0;
                line.append(EIGHTHS.charAt((int) Math.max(0, Math.min(8, eighths - row * 8L))));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** The line below a chart: the time at its left and its right. */
    static String axis(int seconds, int columns) {
        int width = Math.max(1, Math.min(columns - LABEL - 2, seconds));
        String end = seconds + " s";
        return " ".repeat(LABEL + 1) + "└0 s" + " ".repeat(Math.max(1, width - 3 - end.length())) + end;
    }

    private static String label(int row, int rows, double top) {
        boolean told = row == rows - 1 || row == rows / 2;
        String text = told ? String.format(Locale.ROOT, "%.4g", top * (row + 1) / rows) : "";
        return " ".repeat(Math.max(0, LABEL - text.length())) + text;
    }

    private static double mean(double[] values, int column, int width) {
        int from = (int) ((long) column * values.length / width);
        int to = Math.max(from + 1, (int) ((long) (column + 1) * values.length / width));
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
