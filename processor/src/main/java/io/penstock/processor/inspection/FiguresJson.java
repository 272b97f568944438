package io.penstock.processor.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.processor.metrics.JobFigures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Jobs in figures, as JSON, of one process and of several together. */
public final class FiguresJson {
    /** Upper ends of the ages by which a backlog is shown. */
    private static final Map<String, Duration> AGES = new TreeMap<>(Map.of(
            "1 up to 10 s",
            Duration.ofSeconds(10),
            "2 up to 1 min",
            Duration.ofMinutes(1),
            "3 up to 10 min",
            Duration.ofMinutes(10),
            "4 up to 1 h",
            Duration.ofHours(1),
            "5 up to 1 day",
            Duration.ofDays(1),
            "6 older",
            Duration.ofDays(1_000_000)));

    private FiguresJson() {}

    /** A process's figures. */
    public static ArrayNode of(List<JobFigures> figures, long now) {
        ArrayNode jobs = JsonNodeFactory.instance.arrayNode();
        figures.forEach(job -> jobs.add(of(job, now)));
        return jobs;
    }

    private static ObjectNode of(JobFigures job, long now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("job", job.job());
        json.put("cameRate", job.flow().came());
        json.put("doneRate", job.flow().done());
        json.put("latencyMedian", job.flow().median());
        json.put("latencyP99", job.flow().late());
        number(json, "freshness", job.flow().freshness());
        json.put("open", job.backlog().open());
        long oldest = job.backlog().ages().isEmpty()
                ? now
                : job.backlog().ages().get(0).since();
        json.put("oldest", Math.max(0, now - oldest) / 1e3);
        json.put("quarantined", job.backlog().quarantined());
        json.put("paused", job.backlog().paused());
        ages(json.putObject("ages"), job, now);
        ObjectNode events = json.putObject("events");
        new TreeMap<>(job.events()).forEach(events::put);
        json.put("retries", job.retries().all());
        number(json, "backoffEfficiency", job.retries().efficiency());
        ArrayNode losses = json.putArray("deadLetters");
        job.losses()
                .forEach(loss -> losses.addObject()
                        .put("reason", loss.reason().text())
                        .put("severity", loss.severity().text())
                        .put("count", loss.count())
                        .put("remedy", loss.reason().remedy()));
        ArrayNode objectives = json.putArray("objectives");
        job.objectives()
                .forEach(objective -> objectives
                        .addObject()
                        .put("objective", objective.name())
                        .put("target", objective.target())
                        .put("budgetLeft", objective.budgetLeft())
                        .put("burnRate", objective.burnRate()));
        return json;
    }

    private static void ages(ObjectNode json, JobFigures job, long now) {
        AGES.keySet().forEach(name -> json.put(name.substring(2), 0));
        job.backlog().ages().forEach(age -> {
            long old = now - age.since();
            String name = AGES.entrySet().stream()
                    .filter(bound -> old <= bound.getValue().toMillis())
                    .map(bound -> bound.getKey().substring(2))
                    .findFirst()
                    .orElse("older");
            json.put(name, json.path(name).asLong() + age.tasks());
        });
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }

    /** The figures of several processes as if they were one: what can be added is, of the rest the worst counts. */
    public static ArrayNode together(List<JsonNode> processes) {
        Map<String, ObjectNode> jobs = new java.util.LinkedHashMap<>();
        for (JsonNode process : processes) {
            for (JsonNode job : process.path("jobs")) {
                ObjectNode sum = jobs.get(job.path("job").asText());
                if (sum == null) {
                    jobs.put(job.path("job").asText(), job.deepCopy());
                } else {
                    add(sum, job);
                }
            }
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        jobs.values().forEach(all::add);
        return all;
    }

    private static void add(ObjectNode sum, JsonNode job) {
        for (String name : List.of("open", "quarantined", "retries")) {
            sum.put(name, sum.path(name).asLong() + job.path(name).asLong());
        }
        for (String name : List.of("cameRate", "doneRate")) {
            sum.put(name, sum.path(name).asDouble() + job.path(name).asDouble());
        }
        for (String name : List.of("latencyMedian", "latencyP99", "oldest")) {
            sum.put(name, Math.max(sum.path(name).asDouble(), job.path(name).asDouble()));
        }
        sum.put("paused", sum.path("paused").asBoolean() || job.path("paused").asBoolean());
        // The newest change that any of them has settled.
        boolean newer = job.path("freshness").isNumber()
                && (!sum.path("freshness").isNumber()
                        || job.path("freshness").asDouble()
                                < sum.path("freshness").asDouble());
        if (newer) {
            sum.set("freshness", job.path("freshness"));
        }
        for (String group : List.of("ages", "events")) {
            if (sum.path(group) instanceof ObjectNode counts) {
                job.path(group)
                        .properties()
                        .forEach(entry -> counts.put(
                                entry.getKey(),
                                counts.path(entry.getKey()).asLong()
                                        + entry.getValue().asLong()));
            }
        }
        for (JsonNode loss : job.path("deadLetters")) {
            addLoss(sum.withArray("/deadLetters"), loss);
        }
        for (JsonNode objective : job.path("objectives")) {
            worst(sum.withArray("/objectives"), objective);
        }
    }

    private static void addLoss(ArrayNode losses, JsonNode loss) {
        for (JsonNode known : losses) {
            if (known instanceof ObjectNode same
                    && same.path("reason").equals(loss.path("reason"))
                    && same.path("severity").equals(loss.path("severity"))) {
                same.put(
                        "count",
                        same.path("count").asLong() + loss.path("count").asLong());
                return;
            }
        }
        losses.add(loss.deepCopy());
    }

    private static void worst(ArrayNode objectives, JsonNode objective) {
        for (int i = 0; i < objectives.size(); i++) {
            JsonNode known = objectives.get(i);
            if (known.path("objective").equals(objective.path("objective"))) {
                if (objective.path("budgetLeft").asDouble()
                        < known.path("budgetLeft").asDouble()) {
                    objectives.set(i, objective.deepCopy());
                }
                return;
            }
        }
        objectives.add(objective.deepCopy());
    }
}
