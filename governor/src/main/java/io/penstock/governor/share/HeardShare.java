package io.penstock.governor.share;

import java.time.Duration;

/**
 * What one instance may use of the limit, by what it has heard. Who hears nothing for a while takes its part of the floor, at
 * which it also begins: the sum of all who hear nothing is then no more than the floor.
 *
 * <p>Threading: for one thread.
 */
public final class HeardShare {
    private final double floor;
    private final long patienceNanos;
    private double part;
    private int instances;
    private long heard;
    private boolean ever;

    /**
     * Has heard nothing yet.
     *
     * @param floor of all together
     * @param instances how many there are at most, as long as nobody has said how many there are
     * @param patience how long a word holds
     */
    public HeardShare(double floor, int instances, Duration patience) {
        this.floor = floor;
        this.instances = Math.max(1, instances);
        patienceNanos = patience.toNanos();
    }

    /**
     * Takes what was published.
     *
     * @param instance this one
     * @param now the present in nanoseconds, on a clock that never goes back
     */
    public void hear(Shares shares, String instance, long now) {
        Double mine = shares.parts().get(instance);
        if (mine == null) {
            return;
        }
        part = mine;
        instances = Math.max(1, shares.parts().size());
        heard = now;
        ever = true;
    }

    /** What it may use now. */
    public double at(long now) {
        return ever && now - heard <= patienceNanos ? part : least();
    }

    /** Its part of the floor: what it may use while it hears nothing. */
    public double least() {
        return floor / instances;
    }
}
