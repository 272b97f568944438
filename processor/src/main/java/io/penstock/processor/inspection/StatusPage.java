package io.penstock.processor.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The status page: one document with its style and its script in it. The figures are in the document itself; the script only
 * fetches the page again and puts the newer figures in. Threads may share one.
 */
public final class StatusPage {
    /** Hidden where no script runs: there it would do nothing. */
    private static final String TOKEN = """
            <form id="token" hidden><label for="secret">Token, to release and to retry</label>
            <input id="secret" type="password" autocomplete="off" spellcheck="false"><p id="told" role="status"></p></form>
            """;

    private final String style = resource("status.css");
    private final String script = resource("status.js");

    /** What the browser may do: nothing but show this page and fetch it again. */
    public String policy() {
        return "default-src 'none'; style-src 'sha256-" + hash(style) + "'; script-src 'sha256-" + hash(script)
                + "'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }

    /**
     * The page.
     *
     * @param status as under {@code /status}
     * @param lanes those in quarantine, as under {@code /lanes}
     * @param plots as SVG
     * @param changes whether those who know the token can change something
     */
    public String html(JsonNode status, JsonNode lanes, List<String> plots, boolean changes) {
        String application = Html.text(status.path("application").asText());
        StringBuilder page = new StringBuilder(8_192);
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(application)
                .append(" · Penstock</title>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n<style>")
                .append(style)
                .append(
                        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#figures\">To the figures</a>\n<header><h1>")
                .append(application)
                .append("</h1><p id=\"live\" role=\"status\">As of ")
                .append(Html.text(status.path("now").asText()))
                .append("</p></header>\n")
                .append(changes ? TOKEN : "")
                .append("<main id=\"figures\">\n");
        instances(page, status);
        if (status.has("governor")) {
            governor(page, status.path("governor"), status.path("instances"));
        }
        plots.forEach(page::append);
        jobs(page, status.path("jobs"));
        ages(page, status.path("jobs"));
        objectives(page, status.path("jobs"));
        deadLetters(page, status.path("jobs"), changes);
        lanes(page, lanes, changes);
        return page.append(
                        "</main>\n<footer><p>What is open is as of the last commit. More: <a href=\"/status\">/status</a>,")
                .append(" <a href=\"/metrics\">/metrics</a>, <a href=\"/tasks\">/tasks</a></p></footer>\n<script>")
                .append(script)
                .append("</script>\n</body>\n</html>\n")
                .toString();
    }

    private static void instances(StringBuilder page, JsonNode status) {
        Rows rows = new Rows(page, "Processes", "Address", "State", "Partitions", "Lag", "Ready");
        for (JsonNode each : status.path("instances")) {
            boolean answers = !each.has("error");
            rows.row(
                    each.path("address").asText(),
                    answers ? each.path("state").asText() : each.path("error").asText(),
                    answers ? Integer.toString(each.path("partitions").size()) : "?",
                    each.has("lag") ? count(each.path("lag").asLong()) : "?",
                    each.path("ready").asBoolean() ? "yes" : "no");
        }
        if (status.path("instances").size() > 1) {
            rows.row("all", "", "", count(status.path("lag").asLong()), "");
        }
        rows.end("No process has told of itself yet.");
    }

    private static void governor(StringBuilder page, JsonNode governor, JsonNode instances) {
        page.append("<section><h2>Governor</h2><p>Limit ")
                .append(number(governor.path("limit").asDouble()))
                .append(", from ")
                .append(number(governor.path("floor").asDouble()))
                .append(" to ")
                .append(number(governor.path("ceiling").asDouble()))
                .append("; ")
                .append(Html.text(governor.path("state").asText()))
                .append(": ")
                .append(Html.text(governor.path("reason").asText()))
                .append(". As of ")
                .append(Html.text(governor.path("at").asText()))
                .append(". The present load wants ")
                .append(governor.path("instancesWanted").asInt())
                .append(governor.path("instancesWanted").asInt() == 1 ? " process." : " processes.")
                .append("</p></section>\n");
        Rows signals = new Rows(page, "Foreground", "Signal", "Burn", "Latency", "Objective", "Speaks");
        for (JsonNode signal : governor.path("signals")) {
            signals.row(
                    signal.path("signal").asText(),
                    number(signal.path("burn").asDouble()),
                    time(signal.path("latency").asDouble()),
                    time(signal.path("objective").asDouble()),
                    signal.path("silent").asBoolean() ? "no" : "yes");
        }
        signals.end("No signal has told anything yet.");
        Rows shares = new Rows(page, "Shares of the limit", "Address", "Share", "Wants", "Runs");
        for (JsonNode each : instances) {
            if (each.path("governor").has("share")) {
                JsonNode own = each.path("governor");
                shares.row(
                        each.path("address").asText(),
                        number(own.path("share").asDouble()),
                        number(own.path("demand").asDouble()),
                        number(own.path("inUse").asDouble()));
            }
        }
        shares.end("No process has a share yet.");
    }

    private static void jobs(StringBuilder page, JsonNode jobs) {
        Rows rows = new Rows(
                page,
                "Jobs",
                "Job",
                "State",
                "New /s",
                "Done /s",
                "Latency",
                "99%",
                "Open",
                "Oldest",
                "Retries that helped");
        for (JsonNode job : jobs) {
            rows.row(
                    job.path("job").asText(),
                    job.path("paused").asBoolean() ? "paused" : "runs",
                    number(job.path("cameRate").asDouble()),
                    number(job.path("doneRate").asDouble()),
                    time(job.path("latencyMedian").asDouble()),
                    time(job.path("latencyP99").asDouble()),
                    count(job.path("open").asLong()),
                    job.path("open").asLong() == 0
                            ? "–"
                            : time(job.path("oldest").asDouble()),
                    job.path("backoffEfficiency").isNumber()
                            ? percent(job.path("backoffEfficiency").asDouble())
                            : "–");
        }
        rows.end("There is no job here.");
    }

    private static void ages(StringBuilder page, JsonNode jobs) {
        Rows rows = new Rows(
                page,
                "Open tasks by age",
                "Job",
                "up to 10 s",
                "up to 1 min",
                "up to 10 min",
                "up to 1 h",
                "up to 1 day",
                "older");
        for (JsonNode job : jobs) {
            if (job.path("open").asLong() > 0) {
                JsonNode ages = job.path("ages");
                rows.row(
                        job.path("job").asText(),
                        count(ages.path("up to 10 s").asLong()),
                        count(ages.path("up to 1 min").asLong()),
                        count(ages.path("up to 10 min").asLong()),
                        count(ages.path("up to 1 h").asLong()),
                        count(ages.path("up to 1 day").asLong()),
                        count(ages.path("older").asLong()));
            }
        }
        rows.end("Nothing is open.");
    }

    private static void objectives(StringBuilder page, JsonNode jobs) {
        Rows rows = new Rows(page, "Objectives", "Job", "Objective", "Target", "Budget left", "Burn rate, 1 h");
        for (JsonNode job : jobs) {
            for (JsonNode each : job.path("objectives")) {
                rows.row(
                        job.path("job").asText(),
                        each.path("objective").asText(),
                        percent(each.path("target").asDouble()),
                        percent(each.path("budgetLeft").asDouble()),
                        number(each.path("burnRate").asDouble()));
            }
        }
        rows.end("No job has an 'slo' in the configuration.");
    }

    private static void deadLetters(StringBuilder page, JsonNode jobs, boolean changes) {
        Rows rows = new Rows(
                page,
                "Dead letters since the processes started",
                "Job",
                "Reason",
                "Severity",
                "How many",
                "What to do");
        for (JsonNode job : jobs) {
            for (JsonNode loss : job.path("deadLetters")) {
                rows.row(
                        job.path("job").asText(),
                        loss.path("reason").asText(),
                        loss.path("severity").asText(),
                        count(loss.path("count").asLong()),
                        loss.path("remedy").asText());
                if (changes && !job.path("job").asText().equals("none")) {
                    rows.button(
                            "Retry",
                            "the dead letters of " + job.path("job").asText() + " with reason "
                                    + loss.path("reason").asText(),
                            address("/retry", job.path("job"), "reason", loss.path("reason")));
                }
            }
        }
        rows.end("None.");
    }

    private static void lanes(StringBuilder page, JsonNode lanes, boolean changes) {
        Rows rows = new Rows(page, "Lanes in quarantine", "Job", "Lane", "Open tasks", "Dead letters in a row");
        for (JsonNode lane : lanes) {
            rows.row(
                    lane.path("job").asText(),
                    lane.path("lane").asText(),
                    count(lane.path("tasks").asLong()),
                    count(lane.path("failures").asLong()));
            if (changes) {
                rows.button(
                        "Release",
                        "lane " + lane.path("lane").asText() + " of "
                                + lane.path("job").asText(),
                        address("/release", lane.path("job"), "lane", lane.path("lane")));
            }
        }
        rows.end("None.");
    }

    private static String address(String path, JsonNode job, String name, JsonNode value) {
        return path + "?job=" + URLEncoder.encode(job.asText(), UTF_8) + "&" + name + "="
                + URLEncoder.encode(value.asText(), UTF_8);
    }

    /** A table with a caption; the first cell of a row is its heading. */
    private static final class Rows {
        private final StringBuilder page;
        private final String[] headings;
        private boolean any;

        Rows(StringBuilder page, String caption, String... headings) {
            this.page = page;
            this.headings = headings;
            page.append("<section><h2>").append(Html.text(caption)).append("</h2>");
        }

        void row(String... cells) {
            if (!any) {
                page.append("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
                for (String heading : headings) {
                    page.append("<th scope=\"col\">").append(Html.text(heading)).append("</th>");
                }
                page.append("</tr></thead><tbody>");
                any = true;
            }
            page.append("<tr><th scope=\"row\">").append(Html.text(cells[0])).append("</th>");
            for (int i = 1; i < cells.length; i++) {
                page.append("<td>").append(Html.text(cells[i])).append("</td>");
            }
            page.append("</tr>");
        }

        /** A button in the last cell of the row; what it does it does with the token. */
        void button(String text, String what, String address) {
            int cell = page.length() - "</td></tr>".length();
            page.insert(
                    cell,
                    " <button type=\"button\" data-post=\"" + Html.text(address) + "\" aria-label=\""
                            + Html.text(text + " " + what) + "\">" + Html.text(text) + "</button>");
        }

        void end(String nothing) {
            page.append(any ? "</tbody></table></div>" : "<p>" + Html.text(nothing) + "</p>");
            page.append("</section>\n");
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f", 100 * part).replaceFirst("\\.?0+$", "") + " %";
    }

    private static String time(double seconds) {
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", 1_000 * seconds);
        }
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 7_200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream file = StatusPage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The page's " + name + " is not in this jar");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The page's " + name + " cannot be read", e);
        }
    }
}
