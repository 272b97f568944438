package io.penstock.settings.file;

import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.CopySettings;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes {@link ConnectionSettings} of the sections with native properties. For one file. */
final class ConnectionReader {
    private static final Pattern URI = Pattern.compile("mongodb(\\+srv)?://\\S+");
    /** With its older form, which the driver takes for {@code secondaryPreferred}. */
    private static final Pattern NOT_THE_PRIMARY =
            Pattern.compile("[?&;](readPreference=(?!primary([&;]|$))|slaveOk=true)", Pattern.CASE_INSENSITIVE);

    private static final List<LeastNumber> LEAST = List.of(new LeastNumber(
            "topic.delete.retention.ms",
            60_000,
            "whoever restores a store has to have read a deletion before it is gone, or has tasks again that are done"));

    private final Section root;
    private final Problems problems;

    ConnectionReader(Section root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    ConnectionSettings connections(CopySettings copies) {
        return new ConnectionSettings(
                properties("kafka"),
                properties("mongodb"),
                properties("debezium"),
                properties("streams"),
                DatabaseReader.read(root.section(DatabaseReader.DATABASE, DatabaseReader.KEYS)),
                copies);
    }

    private Map<String, String> properties(String section) {
        NativeProperties properties = NativeProperties.read(root.node(section), problems);
        Map<String, String> values = new TreeMap<>();
        properties
                .values()
                .forEach((name, value) -> values.put(name, RefusedProperties.spelling(section, name, value)));
        properties.nodes().forEach((name, node) -> {
            String value = values.getOrDefault(name, "");
            RefusedProperties.find(section, name, value)
                    .ifPresent(refused -> problems.add(node, refusal(section, name, refused)));
            checkNumber(section, name, node, value);
            checkUri(section, name, node, value);
            checkGuarantee(section, name, node, value);
        });
        return values;
    }

    private static String refusal(String section, String property, RefusedProperty refused) {
        String allowed = refused.allowed().isEmpty()
                ? " cannot be set in '" + section + "': "
                : " can only be '" + String.join("' or '", refused.allowed()) + "' in '" + section + "': ";
        return "'" + property + "'" + allowed + refused.reason();
    }

    private void checkNumber(String section, String name, Node node, String value) {
        String bare = RefusedProperties.withoutClient(section, name);
        LEAST.stream()
                .filter(number -> section.equals("streams") && number.refuses(bare, value))
                .forEach(number -> problems.add(
                        node, "'" + name + "' must be " + number.least() + " or more: " + number.reason()));
    }

    private void checkUri(String section, String name, Node node, String value) {
        if (!section.equals("mongodb") || !name.equals("uri")) {
            return;
        }
        if (!URI.matcher(value).matches()) {
            problems.add(
                    node,
                    "'uri' must be MongoDB's connection string, mongodb://host:port/... or mongodb+srv://host/...,"
                            + " without blanks (its value is not shown here, since it may hold a password)");
        }
        if (NOT_THE_PRIMARY.matcher(value).find()) {
            problems.add(
                    node,
                    "'uri' must not have another 'readPreference' than primary: the engine reads snapshots through it, a"
                            + " secondary may lag, and what it lacks the stream does not tell again, since it goes on"
                            + " behind it; take it out here, and write 'database.read-from' for where handlers read, with"
                            + " tags in 'database.uri'");
        }
    }

    private void checkGuarantee(String section, String name, Node node, String value) {
        if (section.equals("streams") && name.equals("processing.guarantee") && value.equals("at_least_once")) {
            problems.warn(
                    node,
                    "with 'at_least_once' a crash can write a result, a dead letter or a task event twice, and"
                            + " read-committed readers see both; what is lost is the promise of one result per task");
        }
    }
}
