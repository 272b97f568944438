package io.penstock.benchmarks.harness;

/** One thing that is measured: against a peer, or against limits. */
public sealed interface Case permits Comparison, Trial {
    /** Its name; unique in its benchmark. */
    String name();
}
