package io.penstock.processor.governing;

import io.penstock.records.InstanceLoad;
import io.penstock.records.InstanceLoad.Work;
import java.time.Duration;
import java.util.Optional;

/**
 * What this instance says of itself, and when: at once when work begins, else once a second while it changes; a little more
 * seldom while it does not, and without work hardly ever. For one thread.
 */
final class OwnLoad {
    private static final long PACE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final double NEWS = 0.1;

    private final String instance;
    private boolean spoken;
    private long spokeAt;
    private double saidDemand;
    private double saidInUse;
    private double demand;
    private double running;
    private int samples;

    OwnLoad(String instance) {
        this.instance = instance;
    }

    /** Takes a look. */
    void see(double demandNow, double runningNow) {
        // The most that was wanted counts: a share that is too small for a moment makes work wait.
        demand = Math.max(demand, demandNow);
        running += runningNow;
        samples++;
    }

    /** What ran on average since it spoke last. */
    double inUse() {
        return samples == 0 ? saidInUse : running / samples;
    }

    /** The most that was wanted since it spoke last. */
    double demand() {
        return demand;
    }

    /** What is to be said now, if anything. */
    Optional<InstanceLoad> word(long now, Work work) {
        if (!due(now)) {
            return Optional.empty();
        }
        InstanceLoad load = new InstanceLoad(instance, demand, inUse(), work);
        spoken = true;
        spokeAt = now;
        saidDemand = demand;
        saidInUse = load.inUse();
        demand = 0;
        running = 0;
        samples = 0;
        return Optional.of(load);
    }

    private boolean due(long now) {
        long since = now - spokeAt;
        if (!spoken || (saidDemand == 0 && demand > 0)) {
            return true;
        }
        if (since < PACE_NANOS) {
            return false;
        }
        boolean atRest = demand == 0 && saidDemand == 0 && saidInUse == 0 && inUse() == 0;
        return atRest
                ? since >= Roll.SPEAKS_WITHOUT.toNanos()
                : since >= Roll.SPEAKS_WITH_WORK.toNanos() || news(saidDemand, demand) || news(saidInUse, inUse());
    }

    private static boolean news(double said, double now) {
        return Math.abs(now - said) > NEWS * Math.max(1, said);
    }
}
