package io.penstock.benchmarks.harness;

/** How much is measured. */
public enum Scale {
    /** Enough to see whether something is wrong: under two minutes in all. */
    QUICK,
    /** What reports are made of. */
    FULL
}
