package io.penstock.settings.file;

import io.penstock.settings.TierSettings;
import io.penstock.settings.WorkSettings.Tier;
import io.penstock.settings.file.GovernorKeys.TierKeys;
import io.penstock.settings.yaml.Problems;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes {@link TierSettings} of the section {@code governor.tiers}. For one file. */
final class TierReader {
    private static final List<String> NAMES =
            Stream.of(Tier.values()).map(GovernorKeys::name).toList();

    private final Problems problems;

    TierReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * What the section says, with every default filled in.
     *
     * @param governor the section of which it is a part, with nothing in it if the file has none
     */
    Map<Tier, TierSettings> tiers(Section governor) {
        Optional<Section> found = governor.findSection(GovernorKeys.TIERS, NAMES);
        Section section = found.orElseGet(() -> Section.empty(problems));
        Map<Tier, TierSettings> tiers = new EnumMap<>(Tier.class);
        GovernorKeys.TIER_KEYS.forEach((tier, keys) ->
                tiers.put(tier, tier(section.section(GovernorKeys.name(tier), keys.all()), keys)));
        double guaranteed =
                tiers.values().stream().mapToDouble(TierSettings::guaranteed).sum();
        if (found.isPresent() && guaranteed > 1 + 1e-9) {
            problems.add(
                    governor.nodeOrSelf(GovernorKeys.TIERS),
                    "the tiers are guaranteed " + Math.round(1000 * guaranteed) / 1000.0
                            + " together, and there is no more"
                            + " than 1: lower 'guaranteed' of some (those that are not given have their defaults)");
        }
        return tiers;
    }

    private static TierSettings tier(Section section, TierKeys keys) {
        return new TierSettings(
                section.get(keys.guaranteed()), section.get(keys.weight()), section.get(keys.patience()));
    }
}
