package io.penstock.processor.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alert rules and the dashboard's expressions parse, and the alert on the engine fires when it should. Their form is always
 * checked; their grammar, and what fires, by Prometheus's own {@code promtool}, where that is on the path.
 */
class AlertRulesTest {
    private static final Path RULES = Path.of("../config/prometheus/alerts.yaml");
    private static final Path OBJECTIVES = Path.of("../config/prometheus/objectives.yaml");
    private static final Path CONFIGURATION = Path.of("../config/prometheus/prometheus.yaml");
    private static final Path DASHBOARD = Path.of("../config/grafana/dashboards/penstock.json");
    private static final Set<String> ALERT = Set.of("alert", "expr", "for", "keep_firing_for", "labels", "annotations");
    private static final Set<String> RECORD = Set.of("record", "expr", "labels");
    private static final String DURATION = "([0-9]+(ms|[smhdwy]))+";

    @TempDir
    private Path folder;

    static List<Path> files() {
        return List.of(RULES, OBJECTIVES);
    }

    @ParameterizedTest
    @MethodSource("files")
    void rules_shouldHaveTheFormOfPrometheus(Path rules) throws IOException {
        JsonNode file = new YAMLMapper().readTree(Files.readString(rules));
        String manual = Files.readString(Path.of("../docs/operations.md"));
        Set<String> groups = new HashSet<>();
        assertThat(names(file)).containsExactly("groups");
        for (JsonNode group : file.path("groups")) {
            assertThat(groups.add(group.path("name").asText()))
                    .as("unique: %s", group)
                    .isTrue();
            assertThat(Set.of("name", "rules", "interval", "limit")).containsAll(names(group));
            for (JsonNode rule : group.path("rules")) {
                boolean alert = rule.has("alert");
                assertThat(alert ? ALERT : RECORD).as("%s", rule).containsAll(names(rule));
                assertThat(isBalanced(rule.path("expr").asText()))
                        .as("%s", rule)
                        .isTrue();
                if (!alert) {
                    assertThat(rule.path("record").asText()).matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
                    continue;
                }
                String name = rule.path("alert").asText();
                assertThat(rule.path("for").asText("1m")).as(name).matches(DURATION);
                assertThat(rule.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
                assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
                assertThat(manual.lines().filter(line -> line.startsWith("### ") && line.contains(name)))
                        .as("docs/operations.md has a section for " + name)
                        .hasSize(1);
            }
        }
    }

    @Test
    void rulesAndDashboard_shouldParseForPrometheus() throws IOException, InterruptedException {
        List<String> expressions =
                new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(5).allMatch(AlertRulesTest::isBalanced);
        Optional<Path> promtool = promtool();
        if (promtool.isEmpty()) {
            System.out.println("No promtool here: of alert rules and dashboard only the form was checked.");
            return;
        }
        Path panels = folder.resolve("panels.yaml");
        new YAMLMapper().writeValue(panels.toFile(), asRules(expressions));
        Path broken = folder.resolve("broken.yaml");
        new YAMLMapper().writeValue(broken.toFile(), asRules(List.of("sum by (rate(x[5m]))")));

        assertThat(run(promtool.get(), "check", "rules", RULES.toString(), OBJECTIVES.toString()))
                .isZero();
        assertThat(run(promtool.get(), "check", "rules", panels.toString())).isZero();
        assertThat(run(promtool.get(), "check", "config", "--syntax-only", CONFIGURATION.toString()))
                .isZero();
        assertThat(run(promtool.get(), "check", "rules", broken.toString())).isNotZero();
    }

    @Test
    void engineNotStreaming_shouldFireAsWellWhereNobodyTellsOfAnEngine() throws IOException, InterruptedException {
        Optional<Path> promtool = promtool();
        if (promtool.isEmpty()) {
            System.out.println("No promtool here: whether the alert on the engine fires was not tried.");
            return;
        }
        String waiting = engine("a", "waiting", 1) + engine("a", "streaming", 0) + engine("b", "standing by", 1);
        String streaming = engine("a", "streaming", 1) + engine("b", "standing by", 1) + engine("b", "streaming", 0);

        assertThat(run(promtool.get(), "test", "rules", alertOnTheEngine("", true)))
                .isZero();
        assertThat(run(promtool.get(), "test", "rules", alertOnTheEngine(waiting, true)))
                .isZero();
        assertThat(run(promtool.get(), "test", "rules", alertOnTheEngine(streaming, false)))
                .isZero();
    }

    /** One line of the metric, for ten minutes. */
    private static String engine(String instance, String state, int value) {
        return "      - series: 'penstock_engine_state{instance=\"%s\",state=\"%s\"}'%n        values: '%dx40'%n"
                .formatted(instance, state, value);
    }

    /**
     * Whether the alert fires is promtool's to say.
     *
     * @param series what Prometheus has heard; empty: nothing
     * @return the file for it
     */
    private String alertOnTheEngine(String series, boolean fires) throws IOException {
        Path file = folder.resolve("alert-test.yaml");
        Files.writeString(file, """
                rule_files: ['%s']
                evaluation_interval: 15s
                tests:
                  - interval: 15s
                    input_series: %s
                    alert_rule_test:
                      - alertname: PenstockEngineNotStreaming
                        eval_time: 4m
                        exp_alerts: []
                      - alertname: PenstockEngineNotStreaming
                        eval_time: 8m
                        exp_alerts: %s
                """.formatted(
                        RULES.toAbsolutePath().normalize(),
                        series.isEmpty() ? "[]" : "\n" + series.stripTrailing(),
                        fires
                                ? "[{exp_labels: {severity: critical}, exp_annotations: {summary: '"
                                        + summaryOf("PenstockEngineNotStreaming") + "'}}]"
                                : "[]"));
        return file.toString();
    }

    private static String summaryOf(String alert) throws IOException {
        for (JsonNode rule : new YAMLMapper().readTree(Files.readString(RULES)).at("/groups/0/rules")) {
            if (rule.path("alert").asText().equals(alert)) {
                return rule.at("/annotations/summary").asText();
            }
        }
        throw new AssertionError("There is no alert " + alert);
    }

    /** Grafana puts in for its variables what is of their kind. */
    private static ObjectNode asRules(List<String> expressions) {
        ObjectNode file = new ObjectMapper().createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "panels").putArray("rules");
        for (String expression : expressions) {
            rules.addObject()
                    .put("record", "panel:" + (char) ('a' + rules.size() % 26) + rules.size())
                    .put("expr", expression.replaceAll("\\$__[a-z_]+", "5m").replaceAll("\\$[a-z_]+", "any"));
        }
        return file;
    }

    private int run(Path tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(Arrays.asList(arguments));
        Path log = folder.resolve("promtool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("promtool ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            System.out.println(Files.readString(log, UTF_8));
        }
        return process.exitValue();
    }

    private static Optional<Path> promtool() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether brackets and quotes are closed as they were opened. */
    private static boolean isBalanced(String expression) {
        Deque<Character> open = new ArrayDeque<>();
        boolean quoted = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && "([{".indexOf(c) >= 0) {
                open.push(")]}".charAt("([{".indexOf(c)));
            } else if (!quoted && ")]}".indexOf(c) >= 0 && (open.isEmpty() || open.pop() != c)) {
                return false;
            }
        }
        return open.isEmpty() && !quoted && !expression.isBlank();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.properties().forEach(property -> names.add(property.getKey()));
        return names;
    }
}
