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
        Keys.PROPERTIES_PATHS.forEach(path -> known.put(path, "properties, No default"));

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
        Keys.PROPERTIES_PATHS.forEach(path -> known.put(path, "none"));

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
            String path = prefix + property.getKey();
            assertThat(property.getValue().path("description").asText())
                    .as(path)
                    .isNotBlank();
            if (property.getValue().has("properties")) {
                collect(path + ".", property.getValue(), inSchema);
                return;
            }
            if (property.getValue().path("items").has("properties")) {
                collect(path + "[].", property.getValue().path("items"), inSchema);
                return;
            }
            // A handler is a name or a section; its keys stand in one of the forms that it may have.
            property.getValue()
                    .path("anyOf")
                    .forEach(form -> form.path("properties")
                            .properties()
                            .forEach(nested ->
                                    collect(path + "." + nested.getKey() + ".", nested.getValue(), inSchema)));
            inSchema.put(
                    path,
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
                .filter(section -> !Keys.PROPERTIES_PATHS.contains(section.group(1)))
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
        String signal = "governor.signals[].";
        String origin =
                path.startsWith(signal) ? path.substring(signal.length()).replaceFirst("\\..*", "") : "";
        if (GovernorKeys.ORIGINS.containsKey(origin)) {
            String required = Map.of(
                            "probe", "collection: b.c\n",
                            "topic", "name: a\n",
                            "http", "url: http://localhost\n",
                            "prometheus", "url: http://localhost\nquery: up\n")
                    .getOrDefault(origin, "");
            String rest = required.lines()
                    .filter(line -> !line.startsWith(example.substring(0, example.indexOf(':'))))
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
            return "governor:\n  signals:\n    - name: a\n      p99: 1ms\n      silence: 1h\n      " + origin + ":\n"
                    + (rest + example).indent(8);
        }
        if (path.startsWith("governor.signals[].")) {
            String beside = Stream.of("name: a\n", "p99: 1ms\n")
                    .filter(line -> !example.startsWith(line.substring(0, 4).strip())
                            && !(example.startsWith("p9") && line.startsWith("p9")))
                    .collect(Collectors.joining());
            return "governor:\n  signals:\n    -\n" + (beside + example).indent(6);
        }
        if (path.startsWith("governor.")) {
            String written = nested(path.substring("governor.".length()), example);
            return "governor:\n  signals: [{name: a, p99: 1ms}]\n" + written.indent(2);
        }
        if (path.startsWith("jobs[].")) {
            String key = path.substring("jobs[].".length());
            String written = nested(key, beside(key, example));
            String rest = Stream.of("name: a\n", "collection: b.c\n", "handler: d\n", "execution: queued\n")
                    .filter(line -> !line.startsWith(key.replaceFirst("\\..*", "") + ":"))
                    .collect(Collectors.joining());
            return "jobs:\n  -\n" + (rest + written).indent(4);
        }
        return nested(path, example);
    }

    /** An example within the sections that its path names. */
    private static String nested(String path, String example) {
        int dot = path.lastIndexOf('.');
        return dot < 0
                ? example
                : nested(
                        path.substring(0, dot),
                        path.substring(0, dot).replaceFirst(".*\\.", "") + ":\n" + example.indent(2));
    }

    /** An example with what its section cannot be without. */
    private static String beside(String path, String example) {
        Map<String, String> required = Map.of(
                "handler.http.url", "url: http://localhost\n", "escalate.dead-letters", "dead-letters: 1 per 1m\n");
        String section = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        return required.entrySet().stream()
                        .filter(entry -> !section.isEmpty()
                                && entry.getKey().startsWith(section + ".")
                                && !entry.getKey().equals(path))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining())
                + example;
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
                "jobs: [{name: a, collection: b.c, handler: d, execution: queue}]",
                "jobs: [{name: a, collection: b.c, handler: d, max-attempts: 0}]",
                "concurrency: 0",
                "commit: 7",
                "commit: soon",
                "shutdown: {grace: 5}",
                "shutdown: {delay: 5s}",
                "database: {uri: localhost}",
                "database: {read-from: anywhere}",
                "database: {cache: big}",
                "database: {batch-size: 0}",
                "jobs: [{name: a, collection: b.c, handler: d, budget: {documents-read: 0}}]",
                "jobs: [{name: a, collection: b.c, handler: d, budget: {documents: 1}}]",
                "governor:",
                "governor: {floor: 1}",
                "governor: {tiers: }",
                "governor: {tiers: {idle: {weight: 1}}}",
                "governor: {tiers: {bulk: {weight: 0}}}",
                "governor: {tiers: {bulk: {guaranteed: 2}}}",
                "governor: {signals: []}",
                "governor: {signals: [{name: a}]}",
                "governor: {signals: [{p99: 20ms}]}",
                "governor: {signals: [{name: a, p99: 20ms, p95: 10ms}]}",
                "governor: {signals: [{name: a, p98: 20ms}]}",
                "governor: {signals: [{name: a, p99: 20ms, probes: {collection: b.c}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: }]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: b}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: b.c*}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: b.c, rate: 200}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: b.c, rate: 1001/s}}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: b.c}, replication-lag: {}}]}",
                "governor: {signals: [{name: a, p99: 20ms, server-status: {operations: all}}]}",
                "governor: {signals: [{name: a, p99: 20ms, replication-lag: {rate: 1/s}}]}",
                "governor: {signals: [{name: a, p99: 20ms, topic: {value: /a}}]}",
                "governor: {signals: [{name: a, p99: 20ms, topic: {name: a b}}]}",
                "governor: {signals: [{name: a, p99: 20ms, topic: {name: a, value: a}}]}",
                "governor: {signals: [{name: a, p99: 20ms, topic: {name: a, unit: min}}]}",
                "governor: {signals: [{name: a, p99: 20ms, http: {url: 'ftp://h'}}]}",
                "governor: {signals: [{name: a, p99: 20ms, http: {url: 'http://u:p@h/'}}]}",
                "governor: {signals: [{name: a, p99: 20ms, http: {url: 'http://h', as: mean}}]}",
                "governor: {signals: [{name: a, p99: 20ms, prometheus: {url: 'http://h'}}]}",
                "governor: {signals: [{name: a, p99: 20ms, prometheus: {query: up}}]}",
                "governor: {floor: -1, signals: [{name: a, p99: 20ms}]}",
                "governor: {ceiling: 0, signals: [{name: a, p99: 20ms}]}",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: http}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: }}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {}}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {url: 'ftp://h'}}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {url: 'http://u:p@h/a'}}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {url: 'http://h'}, x: 1}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, batch: }]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, batch: {max-size: 0}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, order: random}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, quarantine: {}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, retry: {factor: 0.5}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, retry: {jitter: 20%}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, breaker: }]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, breaker: {failures: 0.5}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, breaker: {failures: 101%}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, escalate: {to: error}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, escalate: {dead-letters: 10}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, not-before: dueDate}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, cancel-running: maybe}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, tier: idle}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, interruptible: often}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: 20}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: 0/s}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: 20/w}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, escalate: {dead-letters: 10/w}}]"
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
                "governor: {floor: 0.5, ceiling: '${C:64}', signals: [{name: a, p99: 20ms}, {name: b, p999: '${L:1s}'}]}",
                "governor: {signals: [{name: a, p99: 20ms, probe: {collection: 'b.c d.e', rate: '${R:5/s}'}}]}",
                "governor: {signals: [{name: a, p99: 20ms, server-status: {}}, {name: b, p95: 5s, replication-lag: {}}]}",
                "governor: {signals: [{name: a, p99: 20ms, topic: {name: a.b, value: /a/0, unit: us, as: reading}}]}",
                "governor: {signals: [{name: a, p99: 20ms, http: {url: '${U:http://h}', headers: {a: b}}}]}",
                "governor: {signals: [{name: a, p99: 20ms, prometheus: {url: 'http://h/p', query: 'up', unit: ms}}]}",
                "database: {uri: '${U:mongodb://a}', read-from: nearest, cache: 1MB, time-to-live: 0s, batch-size: 1,"
                        + " batch-linger: 0s}",
                "jobs: [{name: a, collection: b.c, handler: d, budget: {documents-read: 100000, bytes-read: 1GB}}]",
                "mongodb: {uri: '${U:mongodb://a}', ssl: {enabled: true}}",
                "kafka: {bootstrap.servers: [a, b], linger.ms: 5, sasl: {mechanism: PLAIN}}",
                "jobs: [{name: a, collection: ['b.c', 'b*.d_*', 'b.c d.e'], handler: d, content: none}]",
                "jobs: [{name: a, collection: b.c, handler: x.Y$Z, content: [/a/0/b~1c], settings: {a: {b: 1}}}]",
                "{commit: 100ms, concurrency: 5, shutdown: , jobs: [{name: a, collection: b.c, handler: d}]}",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, breaker: {}, batch: {}, retry: }]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, breaker: {failures: 12.5 %}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, escalate: {dead-letters: 1 per"
                        + " PT1H}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: 20/s}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: 5000 / h, escalate:"
                        + " {dead-letters: 10/m}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, rate: '${R:600 per 1m}'}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {url: 'HTTPS://h:1/a?b',"
                        + " headers: {a: b}}}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: {http: {url: '${U:http://h}'}}}]",
                "jobs: [{name: a, collection: b.c, execution: queued, handler: d, coalesce: latest, cancel-running:"
                        + " 'true'}]"
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
