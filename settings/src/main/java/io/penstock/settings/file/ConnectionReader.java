package io.penstock.settings.file;

import io.penstock.settings.ConnectionSettings;
import io.penstock.settings.CopySettings;
import io.penstock.settings.yaml.Node;
import io.penstock.settings.yaml.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes {@link ConnectionSettings} of the sections with native properties. For one file. */
final class ConnectionReader {
    private static final Pattern URI = Pattern.compile("mongodb(\\+srv)?://\\S+");
    private static final Set<String> KAFKAS = Set.of("kafka", "streams");

    /** With its older form, which the driver takes for {@code secondaryPreferred}. */
    private static final Pattern NOT_THE_PRIMARY =
            Pattern.compile("[?&;](readPreference=(?!primary([&;]|$))|slaveOk=true)", Pattern.CASE_INSENSITIVE);

    private static final LeastNumber DELETIONS_KEPT = new LeastNumber(
            "topic.delete.retention.ms",
            60_000,
            "whoever restores a store has to have read a deletion before it is gone, or has tasks again that are done");

    /** More than is around a record in its batch. */
    private static final long ENVELOPE_BYTES = 1024;
    /** No batch may be larger than the memory; the largest default of ours. */
    private static final long BATCH_BYTES = 256 * 1024;

    private final Section root;
    private final Problems problems;
    private final List<LeastNumber> least;

    /** @param largestRecord in bytes; 0 where it is not known */
    ConnectionReader(Section root, long largestRecord, Problems problems) {
        this.root = root;
        this.problems = problems;
        this.least = List.of(
                DELETIONS_KEPT,
                new LeastNumber(
                        "buffer.memory",
                        Math.max(BATCH_BYTES, largestRecord + ENVELOPE_BYTES),
                        "a producer has to hold the largest record that 'topics.max-record-bytes' allows, and what is"
                                + " around it; one that it cannot hold stops whatever writes it"));
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
                    .ifPresentOrElse(
                            refused -> problems.add(node, refusal(section, name, refused)),
                            () -> checkNumber(section, name, node, value));
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
        least.stream()
                .filter(number -> KAFKAS.contains(section) && number.refuses(bare, value))
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
