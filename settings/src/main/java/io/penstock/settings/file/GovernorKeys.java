package io.penstock.settings.file;

import io.penstock.settings.WorkSettings.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of the section {@code governor}. */
final class GovernorKeys {
    static final String GOVERNOR = "governor";

    /** Key of the section under which the list of signals stands. */
    static final String SIGNALS = "signals";

    static final Key<Double> FLOOR = Key.withDefault("floor", Words.number("0", "100000"), "1");
    static final Key<Double> CEILING = Key.withDefault("ceiling", Words.number("0.01", "100000"), "100");

    static final Key<String> NAME =
            Key.required("name", Words.name("1 to 100 of the characters a-z, 0-9 and '-'", "[a-z0-9-]{1,100}"));
    static final Key<Duration> P95 = Key.free("p95", Words.duration("1ms", "1h"));
    static final Key<Duration> P99 = Key.free("p99", Words.duration("1ms", "1h"));
    static final Key<Duration> P999 = Key.free("p999", Words.duration("1ms", "1h"));
    static final Key<Duration> WINDOW = Key.withDefault("window", Words.duration("1s", "1h"), "10s");
    static final Key<Duration> SILENCE = Key.withDefault("silence", Words.duration("500ms", "1h"), "5s");

    /** Key of the section under which the tiers stand. */
    static final String TIERS = "tiers";

    static final Map<Tier, TierKeys> TIER_KEYS = Map.of(
            Tier.CRITICAL, TierKeys.of("0.5", "8", "100ms"),
            Tier.NORMAL, TierKeys.of("0.3", "4", "5s"),
            Tier.BULK, TierKeys.of("0.1", "1", "30s"));

    /** The keys of one tier, with its defaults. */
    record TierKeys(Key<Double> guaranteed, Key<Double> weight, Key<Duration> patience) {
        private static TierKeys of(String guaranteed, String weight, String patience) {
            return new TierKeys(
                    Key.withDefault("guaranteed", Words.number("0", "1"), guaranteed),
                    Key.withDefault("weight", Words.number("0.01", "1000"), weight),
                    Key.withDefault("patience", Words.duration("10ms", "1d"), patience));
        }

        List<Key<?>> all() {
            return List.of(guaranteed, weight, patience);
        }
    }

    static final List<Key<?>> KEYS = List.of(FLOOR, CEILING);
    static final List<Key<?>> SIGNAL_KEYS = List.of(NAME, P95, P99, P999, WINDOW, SILENCE);

    /** The keys that are an objective, with the quantile that each means. */
    static final Map<Key<Duration>, Double> OBJECTIVES = Map.of(P95, 0.95, P99, 0.99, P999, 0.999);

    private GovernorKeys() {}

    /** By which the file calls a tier. */
    static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }
}
