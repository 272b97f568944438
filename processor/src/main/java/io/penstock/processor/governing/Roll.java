package io.penstock.processor.governing;

import io.penstock.records.InstanceLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The instances and what they have said. Who has work speaks every few seconds, and counts as without work when it does
 * not; who has none speaks seldom, and is forgotten after a while. For one thread.
 */
final class Roll {
    static final Duration SPEAKS_WITH_WORK = Duration.ofSeconds(2);
    static final Duration SPEAKS_WITHOUT = Duration.ofMinutes(1);
    private static final long BELIEVED_NANOS = Duration.ofSeconds(6).toNanos();
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(3).toNanos();

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(InstanceLoad load, long heard) {
        boolean believed(long now) {
            return now - heard <= BELIEVED_NANOS;
        }
    }

    void hear(InstanceLoad load, long now) {
        entries.put(load.instance(), new Entry(load, now));
    }

    void gone(String instance) {
        entries.remove(instance);
    }

    /** Forgets who has not spoken for long. */
    List<String> forget(long now) {
        List<String> forgotten = new ArrayList<>();
        entries.forEach((instance, entry) -> {
            if (now - entry.heard() > FORGOTTEN_NANOS) {
                forgotten.add(instance);
            }
        });
        forgotten.forEach(entries::remove);
        return forgotten;
    }

    int size() {
        return entries.size();
    }

    /** How many attempts each instance would run at once. */
    Map<String, Double> demands(long now) {
        Map<String, Double> demands = new LinkedHashMap<>();
        entries.forEach((instance, entry) ->
                demands.put(instance, entry.believed(now) ? entry.load().demand() : 0.0));
        return demands;
    }

    /** Who has work. */
    Set<String> busy(long now) {
        Set<String> busy = new TreeSet<>();
        demands(now).forEach((instance, demand) -> {
            if (demand > 0) {
                busy.add(instance);
            }
        });
        return busy;
    }

    /** How many attempts run, of all instances together. */
    double inUse(long now) {
        return entries.values().stream()
                .filter(entry -> entry.believed(now))
                .mapToDouble(entry -> entry.load().inUse())
                .sum();
    }

    /** What the instances have said last. */
    List<InstanceLoad> loads() {
        return entries.values().stream().map(Entry::load).toList();
    }
}
