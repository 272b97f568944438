package io.penstock.governor.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each instance's part of the limit: who wants little gets it, and the others get equal parts of the rest (max-min
 * fairness). First of all each gets its part of the floor, for that is what it takes when it hears nothing; what nobody
 * wants is divided equally, so that an instance whose work begins need not wait for the next division.
 *
 * <p>The sum is never above the limit, but for the parts of the floor, which are never above the floor. A part may be below
 * one: the gate takes it in turns.
 *
 * @param limit of all together
 * @param parts by instance
 */
public record Shares(double limit, Map<String, Double> parts) {
    public Shares {
        parts = Map.copyOf(parts);
    }

    /**
     * Divides.
     *
     * @param limit of all together
     * @param floor of all together, which each instance falls back to its part of
     * @param demands how many attempts each instance would run at once, if it could; not negative
     */
    public static Shares of(double limit, double floor, Map<String, Double> demands) {
        if (demands.isEmpty()) {
            return new Shares(limit, Map.of());
        }
        double least = floor / demands.size();
        double rest = Math.max(0, limit - floor);
        Map<String, Double> parts = new LinkedHashMap<>();
        List<Map.Entry<String, Double>> modestFirst = new ArrayList<>(demands.entrySet());
        modestFirst.sort(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        int open = modestFirst.size();
        for (Map.Entry<String, Double> each : modestFirst) {
            double more = Math.min(Math.max(0, each.getValue() - least), rest / open);
            parts.put(each.getKey(), least + more);
            rest -= more;
            open--;
        }
        double spare = rest / parts.size();
        parts.replaceAll((instance, part) -> part + spare);
        return new Shares(limit, parts);
    }

    /** The largest part. */
    public double largest() {
        return parts.values().stream().max(Comparator.naturalOrder()).orElse(0.0);
    }
}
