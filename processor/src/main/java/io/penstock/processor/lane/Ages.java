package io.penstock.processor.lane;

import io.penstock.processor.task.Standing.Age;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many tasks came when, in spans that are a second long at first. If there are too many of them, neighbours among the
 * older half become one: the oldest is known well enough at any age, in bounded memory. For use by one thread.
 */
final class Ages {
    private static final long SPAN = 1_000;
    private static final int MOST = 64;

    private final NavigableMap<Long, Long> spans = new TreeMap<>();

    void add(long since, long tasks) {
        Map.Entry<Long, Long> span = spans.floorEntry(since);
        boolean within = span != null && (since < span.getKey() + SPAN || spans.higherKey(span.getKey()) != null);
        long start = within ? span.getKey() : since - Math.floorMod(since, SPAN);
        spans.merge(start, tasks, Long::sum);
        if (spans.size() > MOST) {
            merge();
        }
    }

    /** A task that came then is gone. One of which nothing is known does no harm. */
    void remove(long since) {
        Map.Entry<Long, Long> span = spans.floorEntry(since);
        if (span == null) {
            span = spans.firstEntry();
        }
        if (span != null) {
            spans.computeIfPresent(span.getKey(), (start, tasks) -> tasks > 1 ? tasks - 1 : null);
        }
    }

    List<Age> list() {
        return spans.entrySet().stream()
                .map(span -> new Age(span.getKey(), span.getValue()))
                .toList();
    }

    private void merge() {
        List<Long> starts = new ArrayList<>(spans.keySet());
        for (int i = 0; i + 1 < MOST / 2; i += 2) {
            spans.merge(starts.get(i), spans.remove(starts.get(i + 1)), Long::sum);
        }
    }
}
