package io.penstock.governor.model;

import io.penstock.governor.limit.Change;
import io.penstock.governor.limit.Limit;
import io.penstock.governor.model.Simulation.Governed;
import io.penstock.governor.model.Simulation.Worker;
import java.util.ArrayList;
import java.util.List;

/** One instance whose gate does what a rule says. The rule is told of the probe's latencies, through whatever distorts them. */
public final class Ruled implements Governed {
    private final Limit limit;
    private final Ears ears;
    private final List<Change> changes = new ArrayList<>();

    /** What becomes of a latency on its way to the rule. */
    @FunctionalInterface
    public interface Ears {
        /** The probe took so long; all times in nanoseconds. */
        void hear(Limit limit, long now, long latency);

        /** Tells what is. */
        static Ears honest() {
            return (limit, now, latency) -> limit.latency("probe", latency);
        }
    }

    public Ruled(Limit limit) {
        this(limit, Ears.honest());
    }

    public Ruled(Limit limit, Ears ears) {
        this.limit = limit;
        this.ears = ears;
    }

    @Override
    public void tick(long now, List<Worker> workers) {
        limit.decide(now, workers.get(0).use()).ifPresent(changes::add);
        workers.get(0).gate.limit(limit.current());
    }

    @Override
    public void probe(long now, long latency) {
        ears.hear(limit, now, latency);
    }

    @Override
    public double total() {
        return limit.current();
    }

    public List<Change> changes() {
        return changes;
    }
}
