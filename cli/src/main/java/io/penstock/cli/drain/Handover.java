package io.penstock.cli.drain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has the partitions that a process had.
 *
 * @param had the partitions that it had
 * @param taken how many of them another process works on, by its address
 */
record Handover(Set<String> had, Map<String, Integer> taken) {
    /** What the processes say of themselves: one that restores its stores does not work yet. */
    static Handover of(Set<String> had, JsonNode instances) {
        Map<String, Integer> taken = new TreeMap<>();
        Set<String> found = new TreeSet<>();
        for (JsonNode instance : instances) {
            if (instance.path("ready").asBoolean()) {
                for (JsonNode partition : instance.path("partitions")) {
                    if (had.contains(partition.asText()) && found.add(partition.asText())) {
                        taken.merge(instance.path("address").asText(), 1, Integer::sum);
                    }
                }
            }
        }
        return new Handover(had, taken);
    }

    int takenInAll() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean complete() {
        return takenInAll() == had.size();
    }
}
