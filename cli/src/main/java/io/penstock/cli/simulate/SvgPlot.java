package io.penstock.cli.simulate;

import io.penstock.governor.limit.State;
import io.penstock.governor.trace.Point;
import io.penstock.governor.trace.Replay;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The picture of a replay as SVG: the limit above, the worst signal against its objective below, states as colours. */
final class SvgPlot {
    private static final int WIDTH = 900;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int PANEL = 170;
    private static final int TOP = 50;
    private static final int GAP = 50;
    private static final double HIGHEST_PRESSURE = 3;

    private final List<Point> points;
    private final String title;
    private final StringBuilder svg = new StringBuilder();

    private SvgPlot(Replay replay, String title) {
        points = replay.points();
        this.title = title;
    }

    /** Draws. */
    static String of(Replay replay, String title) {
        return new SvgPlot(replay, title).draw();
    }

    private String draw() {
        int height = TOP + 2 * PANEL + GAP + 60;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
        add("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>", LEFT, escaped(title));
        double highest = points.stream().mapToDouble(Point::limit).max().orElse(1);
        panel(TOP, "limit", Math.max(highest * 1.05, 1e-3), Point::limit, "#1f4e79");
        int second = TOP + PANEL + GAP;
        panel(second, "worst signal, objective = 1", HIGHEST_PRESSURE, Point::pressure, "#a33b20");
        double objective = y(second, 1, HIGHEST_PRESSURE);
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\" stroke-dasharray=\"6 4\"/>",
                LEFT, WIDTH - RIGHT, objective, objective);
        legend(second + PANEL + 45);
        return svg.append("</svg>\n").toString();
    }

    private void panel(int top, String name, double highest, ToDoubleFunction<Point> value, String colour) {
        bands(top);
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 6, name);
        for (int part = 0; part <= 4; part++) {
            double shown = highest * part / 4;
            double y = y(top, shown, highest);
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>", LEFT - 6, y + 4, shown);
        }
        String line = points.stream()
                .map(point -> String.format(
                        Locale.ROOT, "%.1f,%.1f", x(point.second()), y(top, value.applyAsDouble(point), highest)))
                .collect(Collectors.joining(" "));
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>", line, colour);
        for (int part = 0; part <= 6; part++) {
            double second = Math.rint(points.size() * part / 6.0);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f s</text>", x(second), top + PANEL + 16, second);
        }
    }

    private void bands(int top) {
        int from = 0;
        for (int i = 1; i <= points.size(); i++) {
            if (i == points.size() || points.get(i).state() != points.get(from).state()) {
                add(
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                        x(from),
                        top,
                        x(i) - x(from),
                        PANEL,
                        colour(points.get(from).state()));
                from = i;
            }
        }
    }

    private void legend(int y) {
        int x = LEFT;
        for (State state : State.values()) {
            add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" fill=\"%s\"/>", x, y - 12, colour(state));
            add("<text x=\"%d\" y=\"%d\">%s</text>", x + 20, y, state.name().toLowerCase(Locale.ROOT));
            x += 130;
        }
    }

    private static String colour(State state) {
        return switch (state) {
            case CLIMBING -> "#e3f1e3";
            case FALLING -> "#f6c9bf";
            case RETURNING -> "#fdf0cf";
            case HOLDING -> "#e4edf7";
            case CAREFUL -> "#dcdcdc";
        };
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / Math.max(1, points.size());
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
