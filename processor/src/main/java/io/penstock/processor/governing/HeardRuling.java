package io.penstock.processor.governing;

import io.penstock.governor.limit.Beginning;
import io.penstock.governor.share.HeardShare;
import io.penstock.governor.share.Shares;
import io.penstock.records.Ruling;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What this instance has heard of the governor. A word holds for a few seconds: after that the instance takes its part of
 * the floor. While it holds, the word of an older generation is not heard: it is that of one who does not know yet that it
 * is not the owner any more. For one thread.
 */
final class HeardRuling {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long EDGE_HOLDS_MILLIS = Duration.ofMinutes(10).toMillis();

    private final String instance;
    private final HeardShare share;
    private Optional<Ruling> newest = Optional.empty();
    private boolean live;
    private long heard;

    /**
     * @param instance this one
     * @param floor of all together
     * @param instances how many there are, as far as is known
     */
    HeardRuling(String instance, double floor, int instances) {
        this.instance = instance;
        this.share = new HeardShare(floor, instances, PATIENCE);
    }

    /** What stood there before this instance came: of use to one that takes over, and no leave to run anything. */
    void remember(Ruling ruling) {
        newest = Optional.of(ruling);
    }

    /** Somebody has decided. */
    void hear(Ruling ruling, long now) {
        if (outranked(ruling.author().generation(), now)) {
            return;
        }
        newest = Optional.of(ruling);
        live = true;
        heard = now;
        share.hear(new Shares(ruling.limit(), ruling.shares()), instance, now);
    }

    /** Whether the governor was heard a short while ago. */
    boolean holds(long now) {
        return live && now - heard <= PATIENCE.toNanos();
    }

    /** Whether one with a higher generation was heard a short while ago. */
    boolean outranked(int generation, long now) {
        return holds(now)
                && newest.filter(ruling -> ruling.author().generation() > generation)
                        .isPresent();
    }

    Optional<Ruling> newest() {
        return newest;
    }

    /** How many attempts this instance may run at once. */
    double share(long now) {
        return share.at(now);
    }

    /** Its part of what all instances may run; empty if nothing was heard of it for a while. */
    OptionalDouble part(long now) {
        Map<String, Double> shares = holds(now) ? newest.map(Ruling::shares).orElse(Map.of()) : Map.of();
        double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        Optional<Double> mine = Optional.ofNullable(shares.get(instance)).filter(some -> all > 0);
        return mine.map(some -> OptionalDouble.of(some / all)).orElse(OptionalDouble.empty());
    }

    /** How many it may run while it hears nothing. */
    double leastShare() {
        return share.least();
    }

    /**
     * Where one begins that takes over: at the limit that all still keep to, or, if they have fallen back to the floor,
     * there; with the edge that was known, if that was not long ago.
     *
     * @param millis the time of day
     */
    Beginning beginning(long now, long millis) {
        double limit = holds(now) ? newest.map(Ruling::limit).orElse(0.0) : 0;
        OptionalDouble edge = newest.filter(
                        ruling -> Math.abs(millis - ruling.author().at()) <= EDGE_HOLDS_MILLIS)
                .map(Ruling::edge)
                .orElse(OptionalDouble.empty());
        return new Beginning(limit, edge);
    }
}
