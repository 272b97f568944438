package io.penstock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.cli.process.Surroundings;
import java.net.URLEncoder;
import java.util.Locale;

/** What commands that ask the processes have in common: how figures look, and what is said of those that are silent. */
final class Answers {
    private Answers() {}

    static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    static String seconds(double seconds) {
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.0f ms", 1_000 * seconds);
        }
        return seconds < 600
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%,.0f min", seconds / 60);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.1f", perSecond);
    }

    /** Says on standard error which processes did not answer, so that nobody takes a part for the whole. */
    static void tellOfSilent(Surroundings surroundings, JsonNode silent) {
        silent.forEach(each -> surroundings
                .err()
                .println("Without " + each.path("address").asText() + ": "
                        + each.path("error").asText()));
    }
}
