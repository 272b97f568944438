package io.penstock.governor.tier;

import java.time.Duration;

/**
 * What a tier gets.
 *
 * @param guaranteed its part of the limit that no other tier may take while it has work, from 0 to 1
 * @param weight of it when what nobody is guaranteed is divided; above 0
 * @param patience how long its oldest task waits until the tier is served next, whatever the others have
 */
public record Terms(double guaranteed, double weight, Duration patience) {
    public Terms {
        if (!(guaranteed >= 0 && guaranteed <= 1 && weight > 0) || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "Guaranteed is from 0 to 1 and a weight above 0, and patience not negative: " + guaranteed + ", "
                            + weight + ", " + patience);
        }
    }
}
