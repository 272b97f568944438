package io.penstock.settings.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what stands for something else: {@code ${NAME}} and {@code ${NAME:default}} from the environment,
 * {@code ${file:/run/secrets/x}} from a file, whose last line break does not count. A dollar sign doubled before the
 * brace stands for itself.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final String FILE = "file:";

    private final Map<String, String> environment;

    Placeholders(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param problem gets what is wrong with a placeholder, in which case nothing stands in its place
     * @param warning gets what may be meant otherwise
     */
    String fill(String text, Consumer<String> problem, Consumer<String> warning) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group().equals("$${") ? "${" : value(found.group(), found.group(1), problem, warning)));
    }

    private String value(String placeholder, String content, Consumer<String> problem, Consumer<String> warning) {
        if (content.indexOf('{') >= 0) {
            // Nothing of it is shown: a default may be a secret.
            problem.accept(
                    "a '{' within a '${…}', which the first '}' ends: one placeholder cannot stand within another,"
                            + " and a default has no braces; give the variable its value instead");
            return "";
        }
        if (!placeholder.endsWith("}")) {
            problem.accept("a '${' without its '}'; for the two characters themselves write '$${'");
            return "";
        }
        if (content.startsWith(FILE)) {
            return secret(content.substring(FILE.length()), problem);
        }
        int colon = content.indexOf(':');
        String name = colon < 0 ? content : content.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            problem.accept(placeholder + " does not name an environment variable; write ${NAME}, ${NAME:default} or"
                    + " ${file:/path}, and '$${' for the two characters themselves");
            return "";
        }
        if (content.startsWith(":-", name.length())) {
            warning.accept(
                    "the default of ${" + name + ":…} begins with '-', as all that is behind the colon belongs to"
                            + " it; if it is not meant to, leave the '-' out");
        }
        String value = environment.get(name);
        if (value != null) {
            return value;
        }
        if (colon < 0) {
            problem.accept("the environment variable " + name + " is not set, and ${" + name
                    + "} has no default; set it, or write ${" + name + ":default}");
            return "";
        }
        return content.substring(colon + 1);
    }

    private static String secret(String path, Consumer<String> problem) {
        try {
            return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException unreadable) {
            problem.accept("the file '" + path + "' that ${file:" + path + "} names cannot be read ("
                    + unreadable.getClass().getSimpleName() + "); it must exist, hold UTF-8 text and be readable by"
                    + " this process");
            return "";
        }
    }
}
