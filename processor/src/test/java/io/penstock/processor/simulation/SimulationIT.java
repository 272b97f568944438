package io.penstock.processor.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs the core on many schedules. {@code -Dpenstock.schedules=N} says how many, {@code -Dpenstock.seed=S} where to begin.
 */
class SimulationIT {
    private static final int SCHEDULES = Integer.getInteger("penstock.schedules", 20_000);
    private static final long SEED = Long.getLong("penstock.seed", System.nanoTime());

    @Test
    void shouldHoldTheInvariantsOnEverySchedule() {
        System.out.println("Simulation of " + SCHEDULES + " schedules from seed " + SEED);
        assertThat(Simulations.check(SCHEDULES, SEED)).isEmpty();
    }
}
