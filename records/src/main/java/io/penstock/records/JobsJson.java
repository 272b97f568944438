package io.penstock.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.records.JobsRecord.Changes;
import io.penstock.records.JobsRecord.Deployment;
import io.penstock.records.JobsRecord.Job;
import io.penstock.records.JobsRecord.Move;
import io.penstock.records.JobsRecord.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said on the topic of the jobs, as JSON. Format 1:
 *
 * <pre>
 * {"format":1, "kind":"job", "job":"invoice", "generation":0, "identity":{"collections":["shop.orders"], "task_id":"/number",
 *  "version":"/revision", "shard_key":"/customer", "order":"shard-key"}, "since":{"penstock.shop.orders-0":"…"},
 *  "migration":{"stage":"draining", "to":{…}}}
 * {"format":1, "kind":"deployment", "generation":0, "layout":{"sharded":true, "partitions":8}, "migration":{"to":{…}},
 *  "at_least_once":true}
 * {"format":1, "kind":"changes", "topic":"penstock.shop.orders", "partitions":8}
 * </pre>
 *
 * Threads may share what is here.
 */
public final class JobsJson {
    private static final int FORMAT = 1;
    private static final String JOB = "job";
    private static final String CHANGES = "changes";
    private static final String TOPIC = "topic";
    private static final String MIGRATION = "migration";
    private static final String GENERATION = "generation";
    private static final String COLLECTIONS = "collections";
    private static final String TASK_ID = "task_id";
    private static final String VERSION = "version";
    private static final String SHARD_KEY = "shard_key";
    private static final String ORDER = "order";
    private static final String SHARDED = "sharded";
    private static final String PARTITIONS = "partitions";
    private static final String AT_LEAST_ONCE = "at_least_once";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JobsJson() {}

    /** The bytes of a record. */
    public static byte[] write(JobsRecord record) {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        if (record instanceof Job job) {
            write(json, job);
        } else if (record instanceof Deployment deployment) {
            json.put("kind", Deployment.KEY).put(GENERATION, deployment.generation());
            write(json.putObject("layout"), deployment.layout());
            deployment.to().ifPresent(to -> write(json.putObject(MIGRATION).putObject("to"), to));
            if (deployment.atLeastOnce()) {
                json.put(AT_LEAST_ONCE, true);
            }
        } else if (record instanceof Changes changes) {
            json.put("kind", CHANGES).put(TOPIC, changes.topic()).put(PARTITIONS, changes.partitions());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was made as JSON can be written", e);
        }
    }

    private static void write(ObjectNode json, Job job) {
        json.put("kind", JOB).put(JOB, job.name()).put(GENERATION, job.generation());
        write(json.putObject("identity"), job.identity());
        if (!job.since().isEmpty()) {
            ObjectNode since = json.putObject("since");
            job.since().forEach(since::put);
        }
        job.move().ifPresent(move -> {
            ObjectNode migration = json.putObject(MIGRATION).put("stage", EnumText.of(move.stage()));
            write(migration.putObject("to"), move.to());
        });
    }

    private static void write(ObjectNode json, JobIdentity identity) {
        identity.collections().forEach(json.putArray(COLLECTIONS)::add);
        identity.taskId().ifPresent(pointer -> json.put(TASK_ID, pointer));
        identity.version().ifPresent(pointer -> json.put(VERSION, pointer));
        identity.shardKey().ifPresent(pointer -> json.put(SHARD_KEY, pointer));
        identity.order().ifPresent(word -> json.put(ORDER, word));
    }

    private static void write(ObjectNode json, Layout layout) {
        json.put(SHARDED, layout.sharded()).put(PARTITIONS, layout.partitions());
    }

    /** The record in these bytes; empty if it is none, or one of a later version. */
    public static Optional<JobsRecord> read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("format").asInt() != FORMAT) {
                return Optional.empty();
            }
            return switch (json.path("kind").asText()) {
                case JOB -> Optional.of(job(json));
                case CHANGES ->
                    Optional.of(new Changes(
                            json.path(TOPIC).asText(), json.path(PARTITIONS).asInt()));
                case Deployment.KEY ->
                    Optional.of(new Deployment(
                            layout(json.path("layout")),
                            json.path(GENERATION).asInt(),
                            json.has(MIGRATION)
                                    ? Optional.of(layout(json.path(MIGRATION).path("to")))
                                    : Optional.empty(),
                            json.path(AT_LEAST_ONCE).asBoolean()));
                default -> Optional.empty();
            };
        } catch (IOException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Job job(JsonNode json) {
        Map<String, String> since = new LinkedHashMap<>();
        json.path("since")
                .properties()
                .forEach(entry -> since.put(entry.getKey(), entry.getValue().asText()));
        JsonNode migration = json.path(MIGRATION);
        return new Job(
                json.path(JOB).asText(),
                identity(json.path("identity")),
                json.path(GENERATION).asInt(),
                since,
                migration.isObject()
                        ? Optional.of(new Move(
                                EnumText.parse(
                                                Stage.class,
                                                migration.path("stage").asText())
                                        .orElseThrow(() -> new IllegalArgumentException("a stage of a later version")),
                                identity(migration.path("to"))))
                        : Optional.empty());
    }

    private static JobIdentity identity(JsonNode json) {
        List<String> collections = new ArrayList<>();
        json.path(COLLECTIONS).forEach(name -> collections.add(name.asText()));
        return new JobIdentity(
                collections, text(json, TASK_ID), text(json, VERSION), text(json, SHARD_KEY), text(json, ORDER));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return json.has(name) ? Optional.of(json.path(name).asText()) : Optional.empty();
    }

    private static Layout layout(JsonNode json) {
        return new Layout(json.path(SHARDED).asBoolean(), json.path(PARTITIONS).asInt());
    }
}
