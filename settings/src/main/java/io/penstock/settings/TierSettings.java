package io.penstock.settings;

import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.util.Map;

/**
 * What a tier gets of the attempts that run at once.
 *
 * @param guaranteed the part that no other tier may have while this one has work, from 0 to 1
 * @param weight what it gets of the rest, beside the others' weights
 * @param patience how long its oldest task waits until the tier comes next, whatever the others have
 */
public record TierSettings(double guaranteed, double weight, Duration patience) {
    /** What the tiers get if nothing is said of them. */
    public static final Map<Tier, TierSettings> USUAL = Map.of(
            Tier.CRITICAL, new TierSettings(0.5, 8, Duration.ofMillis(100)),
            Tier.NORMAL, new TierSettings(0.3, 4, Duration.ofSeconds(5)),
            Tier.BULK, new TierSettings(0.1, 1, Duration.ofSeconds(30)));
}
