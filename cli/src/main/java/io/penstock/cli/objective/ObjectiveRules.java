package io.penstock.cli.objective;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.penstock.settings.DurationText;
import io.penstock.settings.JobObjectives;
import io.penstock.settings.JobSettings;
import io.penstock.settings.Settings;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prometheus's rules for the objectives of a configuration: what is left of each error budget, over all processes and restarts,
 * and an alert where it goes too fast. Each is seen over a long and over a short time, so that it is sure and soon over
 * (Google's Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
 */
public final class ObjectiveRules {
    /** Where nearly all fails, the budget need not be small for it to be told. */
    private static final double MOST = 0.9;

    private static final MathContext DIGITS = new MathContext(4);

    private final Settings settings;

    /**
     * How fast is too fast.
     *
     * @param alert what it is called
     * @param severity of it
     * @param budget the part of the budget that is gone in the longer time
     * @param longer over which it is seen
     * @param shorter over which it is seen, too
     * @param pause for how long it has to be so
     */
    private record Burn(
            String alert, String severity, double budget, Duration longer, Duration shorter, String pause) {}

    private static final List<Burn> BURNS = List.of(
            new Burn("PenstockBudgetBurnsFast", "critical", 0.02, Duration.ofHours(1), Duration.ofMinutes(5), "2m"),
            new Burn("PenstockBudgetBurns", "warning", 0.05, Duration.ofHours(6), Duration.ofMinutes(30), "15m"));

    private record Objective(String job, String name, JobObjectives set) {
        String selector() {
            return String.format(Locale.ROOT, "penstock_job=\"%s\",objective=\"%s\"", job, name);
        }

        double budget() {
            return 1 - set.success();
        }
    }

    /** Rules for the jobs of a configuration. */
    public ObjectiveRules(Settings settings) {
        this.settings = settings;
    }

    /** A file for Prometheus's {@code rule_files}, without a group if no job has objectives. */
    public String yaml() {
        List<Objective> objectives = objectives();
        List<Map<String, Object>> groups = new ArrayList<>();
        if (!objectives.isEmpty()) {
            List<Map<String, Object>> rules = new ArrayList<>();
            BURNS.forEach(burn -> List.of(burn.shorter(), burn.longer()).forEach(time -> rules.add(ratio(time))));
            for (Objective objective : objectives) {
                rules.add(budgetLeft(objective));
                BURNS.forEach(burn -> rules.add(alert(objective, burn)));
            }
            groups.add(group(rules));
        }
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(Feature.MINIMIZE_QUOTES, Feature.LITERAL_BLOCK_STYLE)
                .disable(Feature.WRITE_DOC_START_MARKER, Feature.SPLIT_LINES)
                .build();
        try {
            return yaml.writeValueAsString(Map.of("groups", groups));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<Objective> objectives() {
        List<Objective> objectives = new ArrayList<>();
        for (JobSettings job : settings.jobs()) {
            job.work().objectives().ifPresent(set -> {
                objectives.add(new Objective(job.name(), "success", set));
                set.freshness().ifPresent(most -> objectives.add(new Objective(job.name(), "freshness", set)));
            });
        }
        return objectives;
    }

    private static Map<String, Object> group(List<Map<String, Object>> rules) {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", "penstock-objectives");
        group.put("rules", rules);
        return group;
    }

    private static Map<String, Object> ratio(Duration time) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("record", recorded(time));
        rule.put("expr", """
                        sum by (penstock_job, objective) (rate(penstock_slo_events_total{result="bad"}[%1$s]))
                        / sum by (penstock_job, objective) (rate(penstock_slo_events_total[%1$s]))
                        """.formatted(DurationText.format(time)));
        return rule;
    }

    private static String recorded(Duration time) {
        return "penstock:slo_bad:ratio_rate" + DurationText.format(time);
    }

    private static Map<String, Object> budgetLeft(Objective objective) {
        String window = DurationText.format(objective.set().window());
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("record", "penstock:slo_budget_left:ratio");
        rule.put("expr", """
                        1 - sum(increase(penstock_slo_events_total{%1$s,result="bad"}[%2$s]))
                        / sum(increase(penstock_slo_events_total{%1$s}[%2$s])) / %3$s
                        """.formatted(objective.selector(), window, digits(objective.budget())));
        rule.put("labels", labels(objective));
        return rule;
    }

    private static Map<String, Object> alert(Objective objective, Burn burn) {
        JobObjectives set = objective.set();
        double rate = Math.max(
                1, burn.budget() * set.window().toMillis() / burn.longer().toMillis());
        String most = digits(Math.min(MOST, rate * objective.budget()));
        Map<String, Object> labels = new LinkedHashMap<>(labels(objective));
        labels.put("severity", burn.severity());
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", burn.alert());
        rule.put("expr", """
                        %1$s{%3$s} > %4$s
                        and %2$s{%3$s} > %4$s
                        """.formatted(recorded(burn.longer()), recorded(burn.shorter()), objective.selector(), most));
        rule.put("for", burn.pause());
        rule.put("labels", labels);
        rule.put(
                "annotations",
                Map.of(
                        "summary",
                        String.format(
                                Locale.ROOT,
                                "%s misses its objective '%s' (%s %%) so often that the error budget of %s is gone in %.1f days",
                                objective.job(),
                                objective.name(),
                                digits(100 * set.success()),
                                DurationText.format(set.window()),
                                set.window().toHours() / 24.0 / rate)));
        return rule;
    }

    private static Map<String, Object> labels(Objective objective) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("penstock_job", objective.job());
        labels.put("objective", objective.name());
        return labels;
    }

    private static String digits(double figure) {
        return new BigDecimal(figure).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
