package io.penstock.signals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * When a probe reads, and what it makes of how long that took.
 *
 * <p>A read is due at its time, whether or not those before it have been answered, and its latency counts from then: a
 * server that stands still for a second has kept all waiting that would have come in that second, and each of them
 * counts. Yet nothing piles up: {@code room} reads are under way at most, as many more wait, and if one more is due, the
 * one that has waited longest is not sent at all, but counts with how long it has waited. There is room for as many as
 * come due in twice the objective, so that it would have been slow anyway; and the governor hears of a stall while it lasts.
 *
 * <p>An objective so long that the room would be beyond {@value #MOST_UNDER_WAY} slows the rate down.
 *
 * <p>Threading: for one thread at a time. Times are in nanoseconds, on a clock that never goes back.
 */
final class ProbeSchedule {
    private static final int MOST_UNDER_WAY = 64;
    private static final int LEAST_UNDER_WAY = 4;

    /** Whoever was away for longer, as a suspended machine is, has asked nobody in the meantime. */
    private static final long LONGEST_ABSENCE = Duration.ofSeconds(10).toNanos();

    private final long interval;
    private final int room;
    private final LongConsumer latencies;
    private final Deque<Long> waiting = new ArrayDeque<>();
    private long next;
    private int underWay;

    /**
     * Begins with a read that is due at once.
     *
     * @param perSecond how many reads in a second
     * @param objective how long one may take
     * @param now the present
     * @param latencies gets how long each read took
     */
    ProbeSchedule(int perSecond, Duration objective, long now, LongConsumer latencies) {
        long patience = 2 * objective.toNanos();
        this.interval = Math.max(Duration.ofSeconds(1).toNanos() / perSecond, patience / MOST_UNDER_WAY);
        this.room = (int) Math.max(LEAST_UNDER_WAY, Math.min(MOST_UNDER_WAY, -Math.floorDiv(-patience, interval)));
        this.latencies = latencies;
        this.next = now;
    }

    /** How many reads are under way at most. */
    int room() {
        return room;
    }

    /** When the next read is due. */
    long next() {
        return next;
    }

    /** The times of the reads that are to be sent now. */
    List<Long> due(long now) {
        if (now - next > LONGEST_ABSENCE) {
            next += (now - next - LONGEST_ABSENCE) / interval * interval;
        }
        List<Long> send = new ArrayList<>();
        while (now - next >= 0) {
            if (underWay < room) {
                underWay++;
                send.add(next);
            } else {
                waiting.add(next);
                if (waiting.size() > room) {
                    latencies.accept(now - waiting.remove());
                }
            }
            next += interval;
        }
        return send;
    }

    /**
     * A read has come back.
     *
     * @param due when it was due
     * @param answered whether there was an answer, or none within the time for it; an error says nothing of the time
     * @return the time of another that is to be sent now, if one waits
     */
    Optional<Long> ended(long due, long now, boolean answered) {
        if (answered) {
            latencies.accept(now - due);
        }
        Optional<Long> another = Optional.ofNullable(waiting.poll());
        if (another.isEmpty()) {
            underWay--;
        }
        return another;
    }
}
