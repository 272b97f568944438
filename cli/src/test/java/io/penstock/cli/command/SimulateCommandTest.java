package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    private static final String DEMO = Path.of("..", "config", "demo.yaml").toString();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"steady", "step", "oscillating", "rising", "silent", "lying", "halved"})
    void aGeneratedTrace_isShownWithChartsAndReasons(String shape) {
        CommandRun run = CommandRun.of("simulate", "--config", DEMO, "--generate", shape);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Limit of concurrent background attempts", "█", "└0 s", "300 s")
                .contains("every signal speaks")
                .containsPattern("300 s: a limit of [0-9.]+ on average");
        assertThat(run.lines())
                .allSatisfy(line -> assertThat(line.stripTrailing()).isEqualTo(line));
    }

    @Test
    void theSameSeed_givesTheSame() {
        String[] arguments = {"simulate", "--config", DEMO, "--generate", "step", "--seed", "7"};

        assertThat(CommandRun.of(arguments).out())
                .isEqualTo(CommandRun.of(arguments).out());
    }

    @Test
    void aRecordedTrace_isToldToProgramsWithEveryCut() throws IOException {
        CommandRun run = CommandRun.of("simulate", "--config", DEMO, "--trace", trace(), "--json");

        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines =
                run.lines().stream().map(line -> parsed(json, line)).toList();
        assertThat(lines.stream().filter(line -> line.path("kind").asText().equals("second")))
                .hasSize(60);
        assertThat(lines.stream().filter(line -> line.path("reason").asText().equals("missed")))
                .isNotEmpty()
                .allSatisfy(cut -> assertThat(cut.path("seconds").asDouble()).isBetween(40.0, 45.0));
        assertThat(lines.get(lines.size() - 1).path("kind").asText()).isEqualTo("summary");
    }

    @Test
    void thePicture_isSvg() throws Exception {
        Path svg = directory.resolve("governor.svg");

        CommandRun run = CommandRun.of("simulate", "--config", DEMO, "--trace", trace(), "--svg", svg.toString());

        assertThat(run.exitCode()).isZero();
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--generate nothing", "--trace no-such.csv", "--generate step --seconds 0"})
    void wrongUsage_saysWhy(String arguments) {
        CommandRun run = CommandRun.of(
                ("simulate --config " + DEMO + " " + arguments).strip().split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("penstock: ");
    }

    @Test
    void aLineThatIsNoLatency_isToldWithItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("t.csv"), "seconds,milliseconds\n1,5\n2,fast\n");

        CommandRun run = CommandRun.of("simulate", "--config", DEMO, "--trace", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(file + ":3: the latency in milliseconds must be a number from 0 on, and not 'fast'");
    }

    @Test
    void aConfigurationWithoutAGovernor_isToldWhatItNeeds() {
        CommandRun run = CommandRun.of(
                "simulate", "--config", Path.of("..", "config", "penstock.yaml").toString(), "--generate", "step");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no section 'governor'", "p99: 20ms");
    }

    private String trace() throws IOException {
        String lines = IntStream.range(0, 6_000)
                .mapToObj(i -> i / 100.0 + "," + (i >= 4_000 && i < 4_400 ? 60 : 5) + ",reads")
                .collect(Collectors.joining("\n"));
        return Files.writeString(directory.resolve("trace.csv"), lines).toString();
    }

    private static JsonNode parsed(ObjectMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (IOException noJson) {
            throw new AssertionError(line, noJson);
        }
    }
}
