package io.penstock.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.records.InstanceLoad.Work;
import io.penstock.records.Ruling.Author;
import io.penstock.records.Ruling.SignalReading;
import io.penstock.records.Ruling.Standing;
import io.penstock.records.Ruling.Use;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is said on the governor's topic, as JSON. Format 1:
 *
 * <pre>
 * {"format":1, "kind":"instance", "instance":"…", "demand":12, "in_use":7.5, "open":1200, "new_per_second":3.2,
 *  "handling_seconds":0.05}
 * {"format":1, "kind":"limit", "by":"…", "generation":7, "at":"2026-01-31T12:00:00Z", "limit":12.5, "edge":14,
 *  "state":"holding", "reason":"…", "shares":{"…":6.2}, "in_use":9.5, "instances_wanted":3,
 *  "signals":[{"signal":"probe", "burn":0.7, "latency_nanos":3100000, "objective_nanos":20000000, "silent":false}]}
 * </pre>
 *
 * Threads may share what is here.
 */
public final class GovernorJson {
    private static final int FORMAT = 1;
    private static final String INSTANCE = "instance";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GovernorJson() {}

    /** The bytes of a record. */
    public static byte[] write(GovernorRecord record) {
        ObjectNode json = record instanceof InstanceLoad load ? json(load) : json((Ruling) record);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was made as JSON can be written", e);
        }
    }

    private static ObjectNode json(Ruling ruling) {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("kind", Ruling.KEY);
        json.put("by", ruling.author().instance());
        json.put("generation", ruling.author().generation());
        json.put("at", Instant.ofEpochMilli(ruling.author().at()).toString());
        json.put("limit", ruling.limit());
        ruling.edge().ifPresent(edge -> json.put("edge", edge));
        json.put("state", ruling.standing().state());
        json.put("reason", ruling.standing().reason());
        ObjectNode shares = json.putObject("shares");
        ruling.shares().forEach(shares::put);
        json.put("in_use", ruling.use().inUse());
        json.put("instances_wanted", ruling.use().instancesWanted());
        ArrayNode signals = json.putArray("signals");
        ruling.signals()
                .forEach(signal -> signals.addObject()
                        .put("signal", signal.signal())
                        .put("burn", signal.burn())
                        .put("latency_nanos", signal.latencyNanos())
                        .put("objective_nanos", signal.objectiveNanos())
                        .put("silent", signal.silent()));
        return json;
    }

    private static ObjectNode json(InstanceLoad load) {
        return JSON.createObjectNode()
                .put("format", FORMAT)
                .put("kind", INSTANCE)
                .put("instance", load.instance())
                .put("demand", load.demand())
                .put("in_use", load.inUse())
                .put("open", load.work().open())
                .put("new_per_second", load.work().newPerSecond())
                .put("handling_seconds", load.work().handlingSeconds());
    }

    /** The record in these bytes; empty if there is none, or one of a later version. */
    public static Optional<GovernorRecord> read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("format").asInt() != FORMAT) {
                return Optional.empty();
            }
            return switch (json.path("kind").asText()) {
                case INSTANCE -> Optional.of(load(json));
                case Ruling.KEY -> Optional.of(ruling(json));
                default -> Optional.empty();
            };
        } catch (IOException | DateTimeException notOurs) {
            return Optional.empty();
        }
    }

    /** The instance whose end a record with this key and without a value tells; empty if it is no instance's key. */
    public static Optional<String> goneInstance(String key) {
        return Optional.of(InstanceLoad.ofKey(key)).filter(name -> !name.isEmpty());
    }

    private static InstanceLoad load(JsonNode json) {
        return new InstanceLoad(
                json.path("instance").asText(),
                amount(json, "demand"),
                amount(json, "in_use"),
                new Work(json.path("open").asLong(), amount(json, "new_per_second"), amount(json, "handling_seconds")));
    }

    private static Ruling ruling(JsonNode json) {
        Map<String, Double> shares = new LinkedHashMap<>();
        json.path("shares")
                .properties()
                .forEach(share ->
                        shares.put(share.getKey(), Math.max(0, share.getValue().asDouble())));
        List<SignalReading> signals = new ArrayList<>();
        for (JsonNode signal : json.path("signals")) {
            signals.add(new SignalReading(
                    signal.path("signal").asText(),
                    amount(signal, "burn"),
                    signal.path("latency_nanos").asLong(),
                    signal.path("objective_nanos").asLong(),
                    signal.path("silent").asBoolean()));
        }
        return new Ruling(
                new Author(
                        json.path("by").asText(),
                        json.path("generation").asInt(),
                        Instant.parse(json.path("at").asText()).toEpochMilli()),
                amount(json, "limit"),
                json.path("edge").isNumber()
                        ? OptionalDouble.of(json.path("edge").asDouble())
                        : OptionalDouble.empty(),
                new Standing(json.path("state").asText(), json.path("reason").asText()),
                shares,
                signals,
                new Use(amount(json, "in_use"), json.path("instances_wanted").asInt()));
    }

    private static double amount(JsonNode json, String name) {
        return Math.max(0, json.path(name).asDouble());
    }
}
