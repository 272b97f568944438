package io.penstock.governor.model;

import io.penstock.governor.model.Simulation.Governed;
import io.penstock.governor.model.Simulation.Worker;
import java.util.List;

/** A limit that somebody set and nobody changes. */
public record Fixed(double limit) implements Governed {
    @Override
    public void tick(long now, List<Worker> workers) {
        workers.get(0).gate.limit(limit);
    }

    @Override
    public void probe(long now, long latency) {
        // Nobody listens.
    }

    @Override
    public double total() {
        return limit;
    }
}
