package io.penstock.processor.dispatch;

import io.penstock.governor.tier.Tier;

/**
 * How much a job's turns matter when there are not places for all.
 *
 * @param tier of the job
 * @param interruptible whether its attempts may be interrupted for what matters more
 */
record Rank(Tier tier, boolean interruptible) {
    /** Of what matters as much as most. */
    static final Rank USUAL = new Rank(Tier.NORMAL, false);
}
