package io.penstock.benchmarks.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.benchmarks.harness.CaseResult;
import io.penstock.benchmarks.harness.CaseResult.Yardstick;
import io.penstock.benchmarks.harness.Picture;
import io.penstock.benchmarks.harness.Samples;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of a benchmark.
 *
 * @param benchmark its name
 * @param results one for each case, of equally many runs
 */
public record Report(String benchmark, List<CaseResult> results) {
    private static final MathContext MEDIAN_DIGITS = new MathContext(4);
    private static final MathContext RATIO_DIGITS = new MathContext(3);
    private static final List<String> COLUMNS = List.of("case", "unit", "penstock", "peer or limit", "ratio");
    private static final List<String> RULE = List.of("---", "---", "---:", "---:", "---:");

    /**
     * How and where it was measured.
     *
     * @param method what is compared, as paragraphs in Markdown
     * @param pictures what runs looked like; their files are beside the page
     * @param selection which cases were left out
     * @param command what was called
     * @param machine where
     * @param date when
     */
    public record Circumstances(
            String method,
            List<Picture> pictures,
            Selection selection,
            String command,
            Machine machine,
            LocalDate date) {
        public Circumstances {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * Which cases of the benchmark were measured.
     *
     * @param measured their names
     * @param leftOut the names of the others
     */
    public record Selection(List<String> measured, List<String> leftOut) {
        public Selection {
            measured = List.copyOf(measured);
            leftOut = List.copyOf(leftOut);
        }
    }

    public Report {
        results = List.copyOf(results);
    }

    /** The table for a screen: its columns stand below each other. */
    public String table() {
        List<List<String>> rows = rows();
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(rows, column);
                // Texts stand left, numbers right.
                line.append(String.format(
                        Locale.ROOT, column < 2 ? "%-" + width + "s" : "%" + width + "s", row.get(column)));
                line.append("  ");
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** A page in Markdown. */
    public String markdown(Circumstances circumstances) {
        StringBuilder page =
                new StringBuilder("# Benchmark `").append(benchmark).append("`\n\n");
        page.append(circumstances.method().strip()).append("\n\n");
        page.append("## Figures\n\n");
        List<List<String>> rows = rows();
        appendRow(page, rows.get(0));
        appendRow(page, RULE);
        rows.stream().skip(1).forEach(row -> appendRow(page, row));
        appendLegend(page);
        circumstances.pictures().forEach(picture -> appendPicture(page, picture));
        Selection selection = circumstances.selection();
        if (!selection.leftOut().isEmpty()) {
            page.append("- Measured: ")
                    .append(String.join("; ", selection.measured()))
                    .append(". Left out: ")
                    .append(String.join("; ", selection.leftOut()))
                    .append(".\n");
        }
        page.append("- Command: `").append(circumstances.command()).append("`\n");
        page.append("- Date: ").append(circumstances.date()).append('\n');
        page.append("- Machine: ").append(circumstances.machine().hardware()).append('\n');
        page.append("- System: ").append(circumstances.machine().system()).append('\n');
        page.append("- Libraries: ").append(circumstances.machine().libraries()).append('\n');
        return page.toString();
    }

    /** One line of JSON for programs. */
    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("benchmark", benchmark);
        ArrayNode cases = json.putArray("cases");
        for (CaseResult result : results) {
            ObjectNode figure = cases.addObject()
                    .put("case", result.name())
                    .put("unit", result.unit())
                    .put("penstock", rounded(result.penstock().median(), MEDIAN_DIGITS));
            if (result.yardstick() instanceof Yardstick.Peer peer) {
                figure.put("peer", rounded(peer.samples().median(), MEDIAN_DIGITS));
            } else if (result.yardstick() instanceof Yardstick.Limit limit) {
                figure.put("limit", rounded(limit.most(), MEDIAN_DIGITS));
            } else if (result.yardstick() instanceof Yardstick.Aim aim) {
                figure.put("aim", rounded(aim.least(), MEDIAN_DIGITS));
            }
            result.ratio().ifPresent(ratio -> figure.put("ratio", rounded(ratio, RATIO_DIGITS)));
        }
        return json.toString();
    }

    private void appendLegend(StringBuilder page) {
        int runs = results.stream()
                .mapToInt(result -> result.penstock().values().size())
                .max()
                .orElse(0);
        boolean peers = results.stream().anyMatch(result -> result.yardstick() instanceof Yardstick.Peer);
        boolean limits = results.stream().anyMatch(result -> result.yardstick() instanceof Yardstick.Limit);
        boolean aims = results.stream().anyMatch(result -> result.yardstick() instanceof Yardstick.Aim);
        page.append(runs == 1 ? "\nOf one run" : "\nMedians of " + runs + " runs");
        page.append(peers ? " of each side in turn" : "");
        page.append(runs == 1 ? "" : ", with the least and the greatest value");
        page.append(peers ? "; ratio: Penstock's median by the peer's" : "");
        page.append(limits ? "; where there is a limit, Penstock's median by the limit: 1 or less keeps it" : "");
        page.append(aims ? "; where there is an aim (\"at least\"), 1 or more reaches it" : "");
        page.append(".\n\n");
    }

    private void appendPicture(StringBuilder page, Picture picture) {
        page.append("![%s](%s)\n\n".formatted(picture.caption(), pictureFile(benchmark, picture)));
    }

    /** The name of a picture's file, beside the report. */
    public static String pictureFile(String benchmark, Picture picture) {
        return benchmark + "-" + picture.name() + ".svg";
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>(List.of(COLUMNS));
        for (CaseResult result : results) {
            rows.add(List.of(
                    result.name(),
                    result.unit(),
                    shown(result.penstock()),
                    shown(result.yardstick()),
                    result.ratio().isPresent()
                            ? String.format(Locale.ROOT, "%.2f", result.ratio().getAsDouble())
                            : ""));
        }
        return rows;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static void appendRow(StringBuilder page, List<String> cells) {
        page.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String shown(Yardstick yardstick) {
        if (yardstick instanceof Yardstick.Peer peer) {
            return shown(peer.samples());
        }
        if (yardstick instanceof Yardstick.Aim aim) {
            return "at least " + number(aim.least());
        }
        return yardstick instanceof Yardstick.Limit limit ? "at most " + number(limit.most()) : "";
    }

    private static String shown(Samples samples) {
        if (samples.values().size() == 1) {
            return number(samples.median());
        }
        return "%s (%s to %s)".formatted(number(samples.median()), number(samples.min()), number(samples.max()));
    }

    /** With as many digits as mean something. */
    private static String number(double value) {
        BigDecimal rounded = rounded(value, MEDIAN_DIGITS);
        return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
    }

    private static BigDecimal rounded(double value, MathContext digits) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(digits).stripTrailingZeros();
        // Not 1.5E+4: that is a number too, but not one to read.
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
