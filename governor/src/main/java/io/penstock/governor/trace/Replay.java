package io.penstock.governor.trace;

import io.penstock.governor.limit.Bounds;
import io.penstock.governor.limit.BurnLimit;
import io.penstock.governor.limit.Change;
import io.penstock.governor.limit.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rule made of a feed. Background work is taken to be greedy: it uses all that it is given.
 *
 * @param points one for each second
 * @param changes all of them, in order
 */
public record Replay(List<Point> points, List<Change> changes) {
    private static final int TICKS_PER_SECOND = 4;

    public Replay {
        points = List.copyOf(points);
        changes = List.copyOf(changes);
    }

    /** Runs the rule over it. */
    public static Replay of(Feed feed, Bounds bounds, List<Signal> signals) {
        BurnLimit limit = new BurnLimit(bounds, signals);
        List<Point> points = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        Map<String, Latencies> heard = new HashMap<>();
        signals.forEach(signal -> heard.put(signal.name(), new Latencies()));
        long seconds = Math.max(1, (feed.length().toNanos() + 999_999_999) / 1_000_000_000);
        for (int second = 0; second < seconds; second++) {
            for (int tick = 0; tick < TICKS_PER_SECOND; tick++) {
                double from = second + (double) tick / TICKS_PER_SECOND;
                double to = from + 1.0 / TICKS_PER_SECOND;
                feed.tell(from, to, limit.current(), (signal, nanos) -> {
                    limit.latency(signal, nanos);
                    heard.getOrDefault(signal, new Latencies()).add(nanos);
                });
                limit.decide((long) (to * 1e9), limit.current()).ifPresent(changes::add);
            }
            double pressure = signals.stream()
                    .mapToDouble(signal -> heard.getOrDefault(signal.name(), new Latencies())
                                    .quantile(signal.objective().quantile())
                            / signal.objective().latency().toNanos())
                    .max()
                    .orElse(0);
            heard.values().forEach(Latencies::clear);
            points.add(new Point(second, limit.current(), limit.state(), pressure));
        }
        return new Replay(points, changes);
    }

    /** Latencies of one second. */
    private static final class Latencies {
        private long[] nanos = new long[256];
        private int count;

        void add(long latency) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = latency;
        }

        double quantile(double share) {
            if (count == 0) {
                return 0;
            }
            Arrays.sort(nanos, 0, count);
            return nanos[Math.max(0, (int) Math.ceil(share * count) - 1)];
        }

        void clear() {
            count = 0;
        }
    }
}
