package io.penstock.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Values over time as SVG: panels below each other, with lines that share their colours and names. */
public final class TimePlot {
    private static final int WIDTH = 900;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int PANEL = 170;
    private static final int TOP = 50;
    private static final int GAP = 50;
    private static final int LEGEND = 150;
    private static final List<String> COLOURS = List.of("#5a5a5a", "#a33b20", "#b8860b", "#1f4e79", "#3b7a3b");

    /**
     * A value at a time.
     *
     * @param second on the axis of all panels
     * @param value in the panel's unit
     */
    public record Point(double second, double value) {}

    /**
     * Values that belong together.
     *
     * @param name shown once for all lines that bear it
     * @param points from left to right
     */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * One of the pictures below each other.
     *
     * @param name with its unit
     * @param highest what is above it is cut off
     * @param mark where a broken line is drawn across
     */
    public record Panel(String name, double highest, OptionalDouble mark, List<Line> lines) {
        public Panel {
            lines = List.copyOf(lines);
        }
    }

    private final List<Panel> panels;
    private final List<String> names;
    private final double seconds;
    private final StringBuilder svg = new StringBuilder();

    private TimePlot(List<Panel> panels) {
        this.panels = panels;
        this.names = new ArrayList<>(panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .map(Line::name)
                .distinct()
                .toList());
        this.seconds = panels.stream()
                .flatMap(panel -> panel.lines().stream())
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::second)
                .max()
                .orElse(1);
    }

    /** Draws. */
    public static String svg(String title, List<Panel> panels) {
        return new TimePlot(panels).draw(title);
    }

    private String draw(String title) {
        int height = TOP + panels.size() * (PANEL + GAP) + 20;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
        add("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>", LEFT, escaped(title));
        for (int panel = 0; panel < panels.size(); panel++) {
            draw(panels.get(panel), TOP + panel * (PANEL + GAP));
        }
        int x = LEFT;
        for (String name : names) {
            add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" fill=\"%s\"/>", x, height - 30, colour(name));
            add("<text x=\"%d\" y=\"%d\">%s</text>", x + 20, height - 18, escaped(name));
            x += LEGEND;
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(Panel panel, int top) {
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 6, escaped(panel.name()));
        for (int part = 0; part <= 4; part++) {
            double shown = panel.highest() * part / 4;
            double y = y(top, shown, panel.highest());
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.4g</text>", LEFT - 6, y + 4, shown);
        }
        for (int part = 0; part <= 6; part++) {
            double second = Math.rint(seconds * part / 6);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f s</text>", x(second), top + PANEL + 16, second);
        }
        panel.mark().ifPresent(mark -> {
            double y = y(top, mark, panel.highest());
            add(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\" stroke-dasharray=\"6 4\"/>",
                    LEFT, WIDTH - RIGHT, y, y);
        });
        for (Line line : panel.lines()) {
            String points = line.points().stream()
                    .map(point -> String.format(
                            Locale.ROOT, "%.1f,%.1f", x(point.second()), y(top, point.value(), panel.highest())))
                    .collect(Collectors.joining(" "));
            add(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                    points, colour(line.name()));
        }
    }

    private String colour(String name) {
        return COLOURS.get(names.indexOf(name) % COLOURS.size());
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / Math.max(1, seconds);
    }

    private static double y(int top, double value, double highest) {
        return top + PANEL * (1 - Math.min(1, value / highest));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
