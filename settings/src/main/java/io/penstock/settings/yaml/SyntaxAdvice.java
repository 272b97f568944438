package io.penstock.settings.yaml;

import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what a YAML parser's complaint is usually about. */
final class SyntaxAdvice {
    /** For what the parser cannot put into words that are safe to show. */
    static final String GENERAL = "keys must be plain text, tags ('!…') and control characters have no place here, and"
            + " nothing may be nested hundreds of levels deep";

    private static final Map<String, String> ADVICE = Map.of(
            "mapping values are not allowed", "put text that holds ': ' in quotes, and check the indentation",
            "TAB", "indent with spaces, not with tabs",
            "could not find expected ':'", "a key needs a ':' and a space behind it; check the indentation, too",
            "cannot start any token", "put text that begins with this character in quotes",
            "expected <block end>", "check the indentation: keys of one section begin in one column",
            "unexpected end of stream", "a quote or bracket that was opened is not closed",
            "expected ',' or", "a bracket that was opened is not closed, or a comma is missing",
            "expected the node content", "a value or a closing bracket is missing here");

    private SyntaxAdvice() {}

    /** What the parser says, without the excerpt of the file (it may show a secret), and what to do. */
    static String on(MarkedYAMLException malformed) {
        String complaint = malformed.getProblem().replaceAll("\\s+", " ").replaceAll("\\. \\(.*", "");
        return ADVICE.entrySet().stream()
                .filter(advice -> malformed.getProblem().contains(advice.getKey()))
                .min(Map.Entry.comparingByKey())
                .map(advice -> complaint + "; " + advice.getValue())
                .orElse(complaint);
    }
}
