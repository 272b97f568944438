package io.penstock.benchmarks.queued;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The work that all do: waits, and sees to it that each key's work comes in order. Threads may share one. */
final class Waiting {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int millis;
    private final Map<String, Integer> last = new ConcurrentHashMap<>();

    Waiting(int millis) {
        this.millis = millis;
    }

    /** Does it; a key that is out of order ends the process, and so the measurement. */
    int run(JsonNode document) throws InterruptedException {
        String key = document.path("key").textValue();
        int number = document.path("n").intValue();
        Integer before = last.put(key, number);
        if (number != (before == null ? 1 : before + 1)) {
            System.err.printf("Key %s: %d came after %s%n", key, number, before);
            Runtime.getRuntime().halt(3);
        }
        Thread.sleep(millis);
        return number;
    }

    static JsonNode read(byte[] document) {
        try {
            return JSON.readTree(document);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
