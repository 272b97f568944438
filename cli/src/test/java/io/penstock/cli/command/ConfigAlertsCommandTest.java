package io.penstock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.penstock.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigAlertsCommandTest {
    @TempDir
    private Path directory;

    @Test
    void rulesThatComposeLoads_areThoseOfItsConfiguration() throws IOException {
        CommandRun run = CommandRun.of(
                "config", "alerts", Path.of("..", "config", "penstock.yaml").toString());

        assertThat(run.exitCode()).isZero();
        List<String> kept = Files.readAllLines(Path.of("..", "config", "prometheus", "objectives.yaml"));
        // Above stands how the file was made, by the path of the time.
        assertThat(run.lines().subList(1, run.lines().size()))
                .as("config/prometheus/objectives.yaml; its first line says how it is made")
                .isEqualTo(kept.subList(1, kept.size()));
    }

    @Test
    void limits_followTheJobsOwnWindow() throws IOException {
        // 2 % of the budget of a week in an hour: a burn rate of 3.36; 5 % in six hours: 1.4.
        List<JsonNode> alerts = alerts("{success: 99%, window: 7d}");

        assertThat(alerts)
                .extracting(alert -> alert.path("alert").asText())
                .containsExactly("PenstockBudgetBurnsFast", "PenstockBudgetBurns");
        assertThat(alerts.get(0).path("expr").asText()).isEqualTo("""
                        penstock:slo_bad:ratio_rate1h{penstock_job="invoice",objective="success"} > 0.0336
                        and penstock:slo_bad:ratio_rate5m{penstock_job="invoice",objective="success"} > 0.0336
                        """);
        assertThat(alerts.get(1).path("expr").asText()).contains(" > 0.014\n");
    }

    @Test
    void limits_canBeReached_evenIfMuchMayFail() throws IOException {
        assertThat(alerts("{success: 80%, freshness: 1m, window: 30d}"))
                .hasSize(4)
                .allSatisfy(alert -> assertThat(alert.path("expr").asText()).contains(" > 0.9\n"));
    }

    @Test
    void noObjectives_noRules() throws IOException {
        assertThat(rules("").path("groups")).isEmpty();
    }

    private List<JsonNode> alerts(String objectives) throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        rules("slo: " + objectives).path("groups").path(0).path("rules").forEach(rule -> {
            if (rule.has("alert")) {
                alerts.add(rule);
            }
        });
        return alerts;
    }

    private JsonNode rules(String more) throws IOException {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), """
                jobs:
                  - name: invoice
                    collection: shop.orders
                    handler: document
                    %s
                """.formatted(more));
        CommandRun run = CommandRun.of("config", "alerts", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new YAMLMapper().readTree(run.out());
    }
}
