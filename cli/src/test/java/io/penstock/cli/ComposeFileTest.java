package io.penstock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.penstock.cli.ComposeFile.Service;
import io.penstock.cli.process.StopSignal;
import io.penstock.connectors.source.SourceProperties;
import io.penstock.processor.App;
import io.penstock.settings.Settings;
import io.penstock.settings.file.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker-compose.yml says is what the specification allows, and what it names is there. */
class ComposeFileTest {
    private static final Path ROOT = Path.of("..");
    private static final String SPECIFICATION = "/compose-spec/compose-spec.json";
    private static final Path CONFIGURATION = ROOT.resolve("config/penstock.yaml");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n# ([\\w./-]+)\n(.*?)```", Pattern.DOTALL);

    private final ComposeFile compose = ComposeFile.read(ROOT.resolve("docker-compose.yml"));

    static List<String> penstockServices() {
        return List.of("connect", "run");
    }

    @Test
    void file_isWhatTheSpecificationAllows() throws IOException {
        assertThat(problems(compose)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: {run: {image: penstock, helthcheck: {test: [NONE]}}}",
                "services: {run: {image: penstock, depends_on: {kafka: {condition: healthy}}}}",
                "services: {run: {image: [penstock]}}",
                "volume: {}",
            })
    void file_withAMistake_isFound(String text) throws IOException {
        assertThat(problems(ComposeFile.parse(text))).isNotEmpty();
    }

    @Test
    void everyService_isCheckedStartedAgainAndWaitsForHealthyOnes() {
        assertThat(compose.services()).allSatisfy(service -> {
            assertThat(service.node().has("healthcheck")
                            || service.image().orElseThrow().equals("penstock"))
                    .as("%s has a health check of its own or of our image", service.name())
                    .isTrue();
            assertThat(service.node().path("restart").asText()).isEqualTo("unless-stopped");
            assertThat(service.node().at("/logging/driver").asText())
                    .as("what %s says is not kept for ever", service.name())
                    .isEqualTo("local");
            assertThat(service.image().orElseThrow()).doesNotEndWith(":latest");
            service.node().path("depends_on").properties().forEach(dependency -> {
                assertThat(compose.root().path("services").has(dependency.getKey()))
                        .isTrue();
                assertThat(dependency.getValue().path("condition").asText()).isEqualTo("service_healthy");
            });
        });
    }

    @Test
    void everyPort_isOpenToThisMachineOnly() {
        assertThat(compose.services())
                .flatMap(Service::ports)
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void namedVolumes_areDeclared() {
        Set<String> used = compose.services().stream()
                .flatMap(Service::volumes)
                .filter(JsonNode::isTextual)
                .map(volume -> volume.asText().split(":", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> declared = new TreeSet<>();
        compose.root().path("volumes").fieldNames().forEachRemaining(declared::add);

        assertThat(used).isEqualTo(declared);
    }

    @Test
    void filesOfTheHost_exist() {
        assertThat(compose.services().stream()
                        .flatMap(Service::volumes)
                        .filter(volume -> volume.path("type").asText().equals("bind"))
                        .map(volume -> volume.path("source").asText()))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
    }

    /** Two that build the same one do so at the same time, and one of them fails where it is the first time. */
    @Test
    void image_isBuiltByOneService() {
        List<Service> builders = compose.services().stream()
                .filter(service -> service.node().has("build"))
                .toList();

        assertThat(builders).singleElement().satisfies(service -> {
            assertThat(service.image()).contains("penstock");
            assertThat(ROOT.resolve(service.node().path("build").asText()).resolve("Dockerfile"))
                    .exists();
        });
    }

    @ParameterizedTest
    @MethodSource("penstockServices")
    void command_isOneOfPenstock(String name) {
        List<String> command = compose.service(name).command();

        assertThat(command).startsWith(name);
        assertThatNoException()
                .isThrownBy(() -> Penstock.commandLine(CommandRun.surroundings(
                                new ByteArrayOutputStream(), new ByteArrayOutputStream(), new StopSignal()))
                        .parseArgs(command.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("penstockServices")
    void paths_leadToWhatIsMounted(String name) {
        Service service = compose.service(name);
        Path home = Dockerfile.read(ROOT.resolve("Dockerfile")).workingDirectory();
        List<Path> mounted = service.volumes()
                .map(volume -> Path.of(volume.path("target").asText()))
                .toList();

        assertThat(mounted)
                .contains(
                        home.resolve(optionOf(service, "--config")),
                        home.resolve(settings(service).processing().handlers()));
        assertThat(CONFIGURATION.getFileName())
                .isEqualTo(Path.of(optionOf(service, "--config")).getFileName());
    }

    @Test
    void run_canBeScaled() {
        Service run = compose.service("run");
        Path state = Path.of(optionOf(run, "--state"));

        assertThat(run.node().has("container_name")).isFalse();
        // Without a port of the host, Docker chooses one for each.
        assertThat(run.ports()).allMatch(port -> port.startsWith("127.0.0.1::"));
        assertThat(run.volumes()
                        .filter(volume -> state.startsWith(volume.path("target").asText())))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.path("type").asText()).isEqualTo("volume");
                    assertThat(volume.has("source"))
                            .as("state that processes share")
                            .isFalse();
                });
    }

    @ParameterizedTest
    @MethodSource("penstockServices")
    void environment_isReadBySomebody(String name) throws IOException {
        Set<String> known = VARIABLE.matcher(Files.readString(CONFIGURATION))
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(Dockerfile.read(ROOT.resolve("Dockerfile")).environment().keySet());

        assertThat(known).containsAll(compose.service(name).environment().keySet());
    }

    @ParameterizedTest
    @MethodSource("penstockServices")
    void configuration_leadsToTheOtherServices(String name) {
        Service service = compose.service(name);
        Settings settings = settings(service);
        String kafka = settings.connections().kafka().getOrDefault("bootstrap.servers", "");
        String replicaSet = optionOf(compose.service("mongodb"), "--replSet");

        assertThat(compose.service("kafka").environment().get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("://" + kafka + ",");
        assertThat(settings.connections().mongodb())
                .containsEntry("uri", "mongodb://mongodb:27017/?replicaSet=" + replicaSet);
        assertThat(compose.service("mongodb").node().at("/healthcheck/test/4").asText())
                .contains("_id: \"" + replicaSet + "\"", "host: \"mongodb:27017\"");
    }

    @Test
    void kafka_startsWithItsSettings() {
        Map<String, String> environment = compose.service("kafka").environment();
        Properties properties = new Properties();
        // As the image does it.
        environment.forEach((name, value) -> properties.put(
                name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'), value));

        assertThat(KafkaConfig.configDef().names()).containsAll(properties.stringPropertyNames());
        assertThatNoException().isThrownBy(() -> KafkaConfig.fromProps(properties));
        assertThat(compose.service("kafka").volumes().map(JsonNode::asText))
                .contains("kafka-data:" + properties.getProperty("log.dirs"));
        assertThat(compose.service("kafka-ui").environment())
                .containsEntry(
                        "KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS",
                        compose.service("run").environment().get("KAFKA_BOOTSTRAP_SERVERS"));
    }

    @Test
    void documentation_showsComposeFilesThatAreAllowed() throws IOException {
        List<MatchResult> blocks = YAML_BLOCK
                .matcher(Files.readString(ROOT.resolve("docs/deployment.md")))
                .results()
                .filter(block -> block.group(1).startsWith("docker-compose"))
                .toList();

        assertThat(blocks).isNotEmpty();
        for (MatchResult block : blocks) {
            ComposeFile shown = ComposeFile.parse(block.group(2));
            assertThat(problems(shown)).as(block.group(1)).isEmpty();
            assertThat(shown.services())
                    .allSatisfy(service -> assertThat(
                                    compose.root().path("services").has(service.name()))
                            .isTrue());
        }
    }

    private static Settings settings(Service service) {
        var reading = SettingsFile.read(CONFIGURATION, service.environment())
                .checkedBy(List.of(App::problems, SourceProperties::problems));
        assertThat(reading.problems()).isEmpty();
        return reading.settings().orElseThrow();
    }

    private static String optionOf(Service service, String option) {
        List<String> command = service.command();
        assertThat(command).contains(option);
        return command.get(command.indexOf(option) + 1);
    }

    private static List<String> problems(ComposeFile file) throws IOException {
        try (InputStream schema = ComposeFileTest.class.getResourceAsStream(SPECIFICATION)) {
            assertThat(schema).isNotNull();
            // Its dialect is named with https there, by which the validator does not know it.
            JsonNode document = new ObjectMapper()
                    .readTree(new String(schema.readAllBytes(), UTF_8)
                            .replace("https://json-schema.org/draft-07/", "http://json-schema.org/draft-07/"));
            JsonSchema specification = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                    .getSchema(SchemaLocation.of("classpath:" + SPECIFICATION), document);
            return specification.validate(file.root()).stream()
                    .map(ValidationMessage::getMessage)
                    .toList();
        }
    }
}
