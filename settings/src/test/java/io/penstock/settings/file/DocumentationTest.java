package io.penstock.settings.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation and the schema say what the reader knows, no less and no more. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SECTION =
            Pattern.compile("### `([^`]+)`\n\nType: (.+)\\. (Required|No default|Default: `([^`]*)`)\\.\n\n```yaml\n");

    private final String documentation = read("docs/configuration.md");
    private final String schemaText = read("docs/configuration.schema.json");
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText);

    @Test
    void everyKeyShouldBeDocumentedWithItsTypeAndDefault() {
        Map<String, String> documented = SECTION.matcher(documentation)
                .results()
                .collect(Collectors.toMap(
                        section -> section.group(1),
                        DocumentationTest::typeAndDefault,
                        (one, other) -> "documented twice",
                        TreeMap::new));
        Map<String, String> known = new TreeMap<>();
        Keys.byPath().forEach((path, key) -> known.put(path, typeAndDefault(key)));
        known.put("jobs[].settings", "properties, No default");

        assertThat(documented).isEqualTo(known);
    }

    private static String typeAndDefault(MatchResult section) {
        return section.group(2) + ", " + section.group(3);
    }

    private static String typeAndDefault(Key<?> key) {
        String presence = key.required()
                ? "Required"
                : key.defaultText().map(text -> "Default: `" + text + "`").orElse("No default");
        return key.type().description() + ", " + presence;
    }

    @Test
    void everyRefusedPropertyShouldBeDocumentedWithItsReason() {
        String tables = Keys.NATIVE.stream()
                .flatMap(section -> RefusedProperties.of(section).stream())
                .map(refused -> "| `%s` | %s | %s |"
                        .formatted(
                                refused.name(),
                                refused.allowed().stream()
                                        .map(value -> "`" + value + "`")
                                        .collect(Collectors.joining(", ")),
                                refused.reason()))
                .collect(Collectors.joining("\n"));
        String documented = documentation
                .lines()
                .dropWhile(line -> !line.startsWith("## `kafka`"))
                .takeWhile(line -> !line.startsWith("## `source`"))
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));

        assertThat(documented).isEqualTo(tables);
    }

    @Test
    void everyKeyShouldBeInTheSchemaWithItsDefault() throws IOException {
        Map<String, String> inSchema = new TreeMap<>();
        JsonNode properties = new ObjectMapper().readTree(schemaText).path("properties");
        properties.fieldNames().forEachRemaining(name -> {
            JsonNode property = properties.path(name);
            if (Keys.SECTIONS.containsKey(name)) {
                collect(name + ".", property, inSchema);
            } else if (name.equals(Keys.JOBS)) {
                collect("jobs[].", property.path("items"), inSchema);
            } else if (!Keys.NATIVE.contains(name)) {
                inSchema.put(name, property.path("default").asText("none"));
            }
        });
        Map<String, String> known = new TreeMap<>();
        Keys.byPath()
                .forEach((path, key) -> known.put(
                        path, key.required() ? "required" : key.defaultText().orElse("none")));
        known.put("jobs[].settings", "none");

        assertThat(inSchema).isEqualTo(known);
        assertThat(properties.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Keys.rootNames().toList());
    }

    private static void collect(String prefix, JsonNode section, Map<String, String> inSchema) {
        assertThat(section.path("additionalProperties").asBoolean(true)).isFalse();
        TreeSet<String> required = new TreeSet<>();
        section.path("required").forEach(name -> required.add(name.asText()));
        section.path("properties").properties().forEach(property -> {
            assertThat(property.getValue().path("description").asText()).isNotBlank();
            inSchema.put(
                    prefix + property.getKey(),
                    required.contains(property.getKey())
                            ? "required"
                            : property.getValue().path("default").asText("none"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"config/penstock.yaml", "config/demo.yaml"})
    void exampleFilesShouldBeFine(String example) throws IOException {
        Reading reading = SettingsFile.parse(read(example), Map.of());

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(schema.validate(new YAMLMapper().readTree(read(example)))).isEmpty();
    }

    @Test
    void everyExampleInTheDocumentationShouldBeFine() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(Keys.byPath().size());
        for (String yaml : examples()) {
            String whole = yaml.contains("jobs:") ? yaml : yaml + "jobs: [{name: a, collection: b.c, handler: d}]\n";
            assertThat(SettingsFile.parse(whole, Map.of()).problems()).as(yaml).isEmpty();
            assertThat(schema.validate(new YAMLMapper().readTree(whole)))
                    .as(yaml)
                    .isEmpty();
        }
    }

    /** The examples, those of single keys put where they belong. */
    private Iterable<String> examples() {
        Stream<String> ofKeys = SECTION.matcher(documentation)
                .results()
                .filter(section -> !section.group(1).equals("jobs[].settings"))
                .map(section -> inPlace(section.group(1), exampleAt(section.end())));
        Stream<String> whole = Pattern.compile("\n(?!Type:)[^\n]+\n\n```yaml\n")
                .matcher(documentation)
                .results()
                .map(found -> exampleAt(found.end()));
        return Stream.concat(ofKeys, whole).toList();
    }

    private String exampleAt(int start) {
        return documentation.substring(start, documentation.indexOf("```", start));
    }

    private static String inPlace(String path, String example) {
        if (path.startsWith("jobs[].")) {
            String key = path.substring("jobs[].".length());
            String rest = Map.of("name", "name: a\n", "collection", "collection: b.c\n", "handler", "handler: d\n")
                    .entrySet()
                    .stream()
                    .filter(entry -> !entry.getKey().equals(key))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining());
            return "jobs:\n  -\n" + (rest + example).indent(4);
        }
        int dot = path.indexOf('.');
        return dot < 0 ? example : path.substring(0, dot) + ":\n" + example.indent(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application: 1 2",
                "task-events: some",
                "unknown: 1",
                "topics: {partitions: 0}",
                "topics: {partitions: many}",
                "topics: {retention: soon}",
                "topics: {retention: 7}",
                "topics: {max-record-bytes: big}",
                "topics: {unknown: 1}",
                "source: {document: none}",
                "broker: {port: 65536}",
                "mongodb: {uri: localhost}",
                "kafka: [a]",
                "jobs: []",
                "jobs: [{name: a, collection: b.c}]",
                "jobs: [{name: A, collection: b.c, handler: d}]",
                "jobs: [{name: a, collection: b, handler: d}]",
                "jobs: [{name: a, collection: [], handler: d}]",
                "jobs: [{name: a, collection: b.c, handler: d, shard-key: e}]",
                "jobs: [{name: a, collection: b.c, handler: d, content: []}]",
                "jobs: [{name: a, collection: b.c, handler: d, content: all}]",
                "jobs: [{name: a, collection: b.c, handler: d, execution: queued}]",
                "jobs: [{name: a, collection: b.c, handler: d, max-attempts: 0}]"
            })
    void schemaAndReaderShouldRefuseAlike(String yaml) throws IOException {
        String whole = yaml.contains("jobs:") ? yaml : yaml + "\njobs: [{name: a, collection: b.c, handler: d}]\n";

        assertThat(schema.validate(new YAMLMapper().readTree(whole))).isNotEmpty();
        assertThat(SettingsFile.parse(whole, Map.of()).problems()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics: {partitions: '${P:3}', retention: '${R:1h}', max-record-bytes: 1048576}",
                "topics: {retention: PT90M, max-record-bytes: 4 mb}",
                "source: {document: '${D:delta}'}",
                "topics:",
                "mongodb: {uri: '${U:mongodb://a}', ssl: {enabled: true}}",
                "kafka: {bootstrap.servers: [a, b], linger.ms: 5, sasl: {mechanism: PLAIN}}",
                "jobs: [{name: a, collection: ['b.c', 'b*.d_*', 'b.c d.e'], handler: d, content: none}]",
                "jobs: [{name: a, collection: b.c, handler: x.Y$Z, content: [/a/0/b~1c], settings: {a: {b: 1}}}]"
            })
    void schemaAndReaderShouldTakeAlike(String yaml) throws IOException {
        String whole = yaml.contains("jobs:") ? yaml : yaml + "\njobs: [{name: a, collection: b.c, handler: d}]\n";

        assertThat(schema.validate(new YAMLMapper().readTree(whole))).isEmpty();
        assertThat(SettingsFile.parse(whole, Map.of()).problems()).isEmpty();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
