package io.penstock.governor.tier;

/** How much a job's tasks matter, the most first. */
public enum Tier {
    CRITICAL,
    NORMAL,
    BULK
}
