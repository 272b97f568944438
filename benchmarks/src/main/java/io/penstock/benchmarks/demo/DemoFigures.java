package io.penstock.benchmarks.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a run of the demo has told.
 *
 * @param p50 half of the results took at most so long, in milliseconds
 * @param p99 99 of 100 did
 */
record DemoFigures(double p50, double p99) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads them, if they are worth something.
     *
     * @param changes how many were asked for
     * @param told what the demo wrote for people
     * @param lines what it wrote for programs; the last one counts
     * @throws IllegalStateException if they are not; the message says what the demo did
     */
    static DemoFigures of(long changes, String told, List<String> lines) {
        JsonNode json = lines.isEmpty() ? JSON.missingNode() : parsed(lines.get(lines.size() - 1));
        require(json.path("changes").asLong(-1) == changes, "has not told of %,d changes".formatted(changes), json);
        require(
                json.path("lost").asLong(-1) == 0 && json.path("doubled").asLong(-1) == 0,
                "has lost or doubled something: how fast it was does not matter",
                json);
        // Else the latency is that of a virtual machine that is still getting warm.
        require(told.contains("The start took"), "was not over with its start when all was written", json);
        JsonNode latency = json.path("latency_ms");
        require(latency.path("p50").isNumber() && latency.path("p99").isNumber(), "has told no latency", json);
        return new DemoFigures(
                latency.path("p50").asDouble(), latency.path("p99").asDouble());
    }

    private static void require(boolean condition, String otherwise, JsonNode json) {
        if (!condition) {
            throw new IllegalStateException(otherwise + ": " + json);
        }
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException noJson) {
            throw new IllegalStateException("ended with what is no JSON: " + line, noJson);
        }
    }
}
