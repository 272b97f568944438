package io.penstock.processor.inspection;

import io.penstock.processor.inspection.History.Sample;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over time as SVG that needs no script. Series are told apart by dashes as well as by colour, and what the plot shows
 * stands in its title for those who cannot see it.
 *
 * @param title what it shows
 * @param unit of its values
 * @param series the names of the lines
 */
public record LinePlot(String title, String unit, List<String> series) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 160;
    private static final int BELOW = 20;

    public LinePlot {
        series = List.copyOf(series);
    }

    /** The plot of these samples. */
    public String svg(List<Sample> samples) {
        double top = samples.stream()
                .flatMap(sample -> sample.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        double ceiling = nice(top);
        StringBuilder svg = new StringBuilder();
        svg.append("<figure><figcaption>").append(Html.text(title)).append(": ");
        for (int i = 0; i < series.size(); i++) {
            svg.append("<span class=\"key s")
                    .append(i)
                    .append("\">")
                    .append(Html.text(series.get(i)))
                    .append("</span> ");
        }
        svg.append("</figcaption><svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT + BELOW)
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.text(described(samples)))
                .append("\"><line class=\"axis\" x1=\"0\" y1=\"")
                .append(HEIGHT)
                .append("\" x2=\"")
                .append(WIDTH)
                .append("\" y2=\"")
                .append(HEIGHT)
                .append("\"/><text x=\"2\" y=\"12\">")
                .append(Html.text(number(ceiling) + " " + unit))
                .append("</text>");
        if (samples.size() > 1) {
            long seconds =
                    (samples.get(samples.size() - 1).at() - samples.get(0).at()) / 1000;
            svg.append("<text x=\"2\" y=\"")
                    .append(HEIGHT + 15)
                    .append("\">")
                    .append(seconds)
                    .append(" s ago</text><text class=\"end\" x=\"")
                    .append(WIDTH - 2)
                    .append("\" y=\"")
                    .append(HEIGHT + 15)
                    .append("\">now</text>");
            for (int i = 0; i < series.size(); i++) {
                svg.append("<polyline class=\"s").append(i).append("\" points=\"");
                svg.append(points(samples, i, ceiling)).append("\"/>");
            }
        }
        return svg.append("</svg></figure>").toString();
    }

    private static String points(List<Sample> samples, int index, double ceiling) {
        double from = samples.get(0).at();
        double length = Math.max(1, samples.get(samples.size() - 1).at() - from);
        return samples.stream()
                .map(sample -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        (sample.at() - from) / length * WIDTH,
                        HEIGHT - sample.values().get(index) / ceiling * (HEIGHT - 20)))
                .collect(Collectors.joining(" "));
    }

    private String described(List<Sample> samples) {
        if (samples.isEmpty()) {
            return title + ": nothing yet";
        }
        List<Double> newest = samples.get(samples.size() - 1).values();
        StringBuilder text = new StringBuilder(title).append(". Now: ");
        for (int i = 0; i < series.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(series.get(i))
                    .append(' ')
                    .append(number(newest.get(i)))
                    .append(' ')
                    .append(unit);
        }
        return text.toString();
    }

    private static double nice(double top) {
        if (top <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(top)));
        double first = top / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }

    private static String number(double value) {
        return value >= 10
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }
}
