package io.penstock.processor.inspection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.records.Ruling;
import io.penstock.records.Ruling.SignalReading;
import java.time.Instant;

/** What the governor has decided, as JSON for people and programs that look into a process. */
public final class RulingJson {
    private RulingJson() {}

    /**
     * A decision.
     *
     * @param floor what background work always has
     * @param ceiling what it has at most
     */
    public static ObjectNode of(Ruling ruling, double floor, double ceiling) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("limit", ruling.limit());
        json.put("floor", floor);
        json.put("ceiling", ceiling);
        json.put("inUse", ruling.use().inUse());
        json.put("state", ruling.standing().state());
        json.put("reason", ruling.standing().reason());
        json.put("instancesWanted", ruling.use().instancesWanted());
        json.put("by", ruling.author().instance());
        json.put("at", Instant.ofEpochMilli(ruling.author().at()).toString());
        ArrayNode signals = json.putArray("signals");
        ruling.signals()
                .forEach(signal -> signals.addObject()
                        .put("signal", signal.signal())
                        .put("burn", signal.burn())
                        .put("latency", signal.latencyNanos() / 1e9)
                        .put("objective", signal.objectiveNanos() / 1e9)
                        .put("silent", signal.silent()));
        return json;
    }

    /** How near its objective the worst signal is, in percent of it; 0 if nothing is known. */
    public static double pressure(Ruling ruling) {
        return ruling.signals().stream()
                .filter(signal -> signal.objectiveNanos() > 0)
                .mapToDouble(RulingJson::percent)
                .max()
                .orElse(0);
    }

    private static double percent(SignalReading signal) {
        return 100.0 * signal.latencyNanos() / signal.objectiveNanos();
    }
}
